/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that runs once on each database. It may have parameters of the types {@link javax.sql.DataSource} (a new schema
 * with the migrations of the module that {@link #of} is in) and {@link TestDatabase}; so may its {@code @BeforeEach}
 * methods, which get the same ones.
 * <pre>{@code
 * @EachDatabase(of = SqlUserStore.class)
 * void keepsAUser(DataSource database) { … }
 * }</pre>
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(EachDatabaseExtension.class)
public @interface EachDatabase {
    /** A class of the module that has the migrations. */
    Class<?> of();

    /** Where they are in the module. */
    String migrations() default "db/migration";
}
