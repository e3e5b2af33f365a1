/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom. */
@AnalyzeClasses(packages = "io.subrack", importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {
    private static final String[] JDK_AND_OSGI = {"java..", "org.osgi..", "org.jspecify.."};

    @ArchTest
    static final ArchRule kernelApiKnowsOnlyTheJdkAndOsgi = classes()
            .that()
            .resideInAnyPackage("io.subrack.kernel.api", "io.subrack.kernel.spi")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(plus("io.subrack.kernel.api", "io.subrack.kernel.spi"));

    @ArchTest
    static final ArchRule webApiKnowsTheKernelApiAndServlets = classes()
            .that()
            .resideInAnyPackage("io.subrack.web.api", "io.subrack.web.spi")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(plus(
                    "io.subrack.kernel.api",
                    "io.subrack.kernel.spi",
                    "io.subrack.auth.api",
                    "io.subrack.auth.spi",
                    "io.subrack.web.api",
                    "io.subrack.web.spi",
                    "jakarta.servlet.."));

    @ArchTest
    static final ArchRule whatRestModulesShareKnowsApisOnly = classes()
            .that()
            .resideInAPackage("io.subrack.web.resources.spi")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(plus(
                    "io.subrack.kernel.api",
                    "io.subrack.web.api",
                    "io.subrack.web.resources.spi",
                    "jakarta.servlet..",
                    "com.fasterxml.jackson.annotation"));

    @ArchTest
    static final ArchRule dataApiKnowsTheKernelApiAndSql = classes()
            .that()
            .resideInAPackage("io.subrack.data.api")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(plus("io.subrack.kernel.api", "io.subrack.data.api"));

    @ArchTest
    static final ArchRule dataLayerKnowsApisOnly = noClasses()
            .that()
            .resideInAPackage("io.subrack.data.provider..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.subrack.web..",
                    "io.subrack.auth..",
                    "io.subrack.observe..",
                    "io.subrack.management..",
                    "io.subrack.kernel.deployment..",
                    "io.subrack.kernel.launcher..");

    @ArchTest
    static final ArchRule auditApiKnowsTheKernelApi = classes()
            .that()
            .resideInAPackage("io.subrack.audit.api")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(plus("io.subrack.kernel.api", "io.subrack.audit.api"));

    @ArchTest
    static final ArchRule auditLogKnowsNoHttpAndNoDatabase = noClasses()
            .that()
            .resideInAPackage("io.subrack.audit.provider..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.subrack.web..",
                    "io.subrack.auth..",
                    "io.subrack.data..",
                    "io.subrack.observe..",
                    "io.subrack.management..",
                    "io.subrack.kernel.deployment..",
                    "io.subrack.kernel.launcher..",
                    "jakarta..",
                    "java.sql..")
            .because("it must work while the database is down, and be verified without a platform");

    @ArchTest
    static final ArchRule auditRestKnowsApisOnly = noClasses()
            .that()
            .resideInAPackage("io.subrack.audit.rest..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.subrack.audit.provider..",
                    "io.subrack.auth.spi..",
                    "io.subrack.web.provider..",
                    "io.subrack.web.rest..",
                    "io.subrack.management..",
                    "io.subrack.kernel.deployment..",
                    "org.glassfish..",
                    "org.eclipse.jetty..");

    @ArchTest
    static final ArchRule catalogueApiKnowsTheKernelApi = classes()
            .that()
            .resideInAPackage("io.subrack.catalogue.api")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(plus("io.subrack.kernel.api", "io.subrack.kernel.spi", "io.subrack.catalogue.api"));

    @ArchTest
    static final ArchRule catalogueKnowsNoServerAndNoDatabase = noClasses()
            .that()
            .resideInAPackage("io.subrack.catalogue.provider..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.subrack.web..",
                    "io.subrack.auth..",
                    "io.subrack.data..",
                    "io.subrack.observe..",
                    "io.subrack.management..",
                    "io.subrack.audit.provider..",
                    "io.subrack.kernel.deployment..",
                    "io.subrack.kernel.launcher..",
                    "jakarta..",
                    "java.sql..");

    @ArchTest
    static final ArchRule catalogueRestKnowsApisOnly = noClasses()
            .that()
            .resideInAPackage("io.subrack.catalogue.rest..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.subrack.catalogue.provider..",
                    "io.subrack.auth.spi..",
                    "io.subrack.web.provider..",
                    "io.subrack.web.rest..",
                    "io.subrack.management..",
                    "io.subrack.kernel.deployment..",
                    "org.glassfish..",
                    "org.eclipse.jetty..");

    @ArchTest
    static final ArchRule configurationApiKnowsTheKernelApi = classes()
            .that()
            .resideInAPackage("io.subrack.config.api")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(plus("io.subrack.kernel.api", "io.subrack.config.api"));

    @ArchTest
    static final ArchRule configurationKnowsNoHttpAndNoDatabase = noClasses()
            .that()
            .resideInAPackage("io.subrack.config.provider..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.subrack.web..",
                    "io.subrack.auth..",
                    "io.subrack.data..",
                    "io.subrack.observe..",
                    "io.subrack.management..",
                    "io.subrack.audit.provider..",
                    "io.subrack.kernel.deployment..",
                    "io.subrack.kernel.launcher..",
                    "jakarta..",
                    "java.sql..");

    @ArchTest
    static final ArchRule pagesApiIsAllThatABuildNeeds = classes()
            .that()
            .resideInAPackage("io.subrack.pages.api")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(plus("io.subrack.pages.api", "com.fasterxml.jackson.."));

    @ArchTest
    static final ArchRule pagesKnowApisOnly = noClasses()
            .that()
            .resideInAPackage("io.subrack.pages..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.subrack.console..",
                    "io.subrack.web.provider..",
                    "io.subrack.web.rest..",
                    "io.subrack.management..",
                    "io.subrack.kernel.deployment..",
                    "io.subrack.kernel.launcher..",
                    "org.glassfish..",
                    "org.eclipse.jetty..");

    @ArchTest
    static final ArchRule maintenanceKnowsApisOnly = noClasses()
            .that()
            .resideInAPackage("io.subrack.maintenance..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.subrack.audit.provider..",
                    "io.subrack.config.provider..",
                    "io.subrack.data.provider..",
                    "io.subrack.auth.spi..",
                    "io.subrack.web.provider..",
                    "io.subrack.web.rest..",
                    "io.subrack.management..",
                    "io.subrack.kernel.deployment..",
                    "io.subrack.kernel.launcher..",
                    "org.glassfish..",
                    "org.eclipse.jetty..");

    @ArchTest
    static final ArchRule configurationRestKnowsApisOnly = noClasses()
            .that()
            .resideInAPackage("io.subrack.config.rest..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.subrack.config.provider..",
                    "io.subrack.kernel.spi..",
                    "io.subrack.auth.spi..",
                    "io.subrack.web.provider..",
                    "io.subrack.web.rest..",
                    "io.subrack.management..",
                    "io.subrack.kernel.deployment..",
                    "org.glassfish..",
                    "org.eclipse.jetty..");

    @ArchTest
    static final ArchRule dataRestKnowsApisOnly = noClasses()
            .that()
            .resideInAPackage("io.subrack.data.rest..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.subrack.audit.provider..",
                    "io.subrack.data.provider..",
                    "io.subrack.auth.spi..",
                    "io.subrack.web.provider..",
                    "io.subrack.web.rest..",
                    "io.subrack.management..",
                    "io.subrack.kernel.deployment..",
                    "java.sql..",
                    "org.glassfish..",
                    "org.eclipse.jetty..");

    @ArchTest
    static final ArchRule authStoreKnowsItsSpiAndTheDataApi = noClasses()
            .that()
            .resideInAPackage("io.subrack.auth.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.subrack.kernel..",
                    "io.subrack.web..",
                    "io.subrack.audit..",
                    "io.subrack.data.provider..",
                    "io.subrack.auth.accounts..",
                    "io.subrack.auth.oauth..",
                    "io.subrack.auth.rest..",
                    "io.subrack.auth.tokens..",
                    "io.subrack.auth.web..",
                    "jakarta..",
                    "org.hsqldb..",
                    "org.postgresql..");

    @ArchTest
    static final ArchRule accountsKnowNoHttpAndNoDatabase = noClasses()
            .that()
            .resideInAPackage("io.subrack.auth.accounts..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.subrack.web..",
                    "io.subrack.data..",
                    "io.subrack.audit.provider..",
                    "io.subrack.auth.oauth..",
                    "io.subrack.auth.rest..",
                    "io.subrack.auth.store..",
                    "io.subrack.auth.tokens..",
                    "io.subrack.auth.web..",
                    "io.subrack.management..",
                    "io.subrack.kernel.deployment..",
                    "io.subrack.kernel.launcher..",
                    "jakarta..",
                    "java.sql..");

    @ArchTest
    static final ArchRule tokensKnowNoHttpServerAndNoDatabase = noClasses()
            .that()
            .resideInAPackage("io.subrack.auth.tokens..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.subrack.web.provider..",
                    "io.subrack.web.rest..",
                    "io.subrack.data..",
                    "io.subrack.audit.provider..",
                    "io.subrack.auth.accounts..",
                    "io.subrack.auth.oauth..",
                    "io.subrack.auth.rest..",
                    "io.subrack.auth.store..",
                    "io.subrack.auth.web..",
                    "io.subrack.management..",
                    "io.subrack.kernel.deployment..",
                    "io.subrack.kernel.launcher..",
                    "jakarta..",
                    "java.sql..");

    @ArchTest
    static final ArchRule accountsRestKnowsApisOnly = noClasses()
            .that()
            .resideInAPackage("io.subrack.auth.rest..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.subrack.auth.accounts..",
                    "io.subrack.auth.oauth..",
                    "io.subrack.auth.store..",
                    "io.subrack.auth.tokens..",
                    "io.subrack.auth.web..",
                    "io.subrack.web.provider..",
                    "io.subrack.web.rest..",
                    "io.subrack.management..",
                    "io.subrack.kernel.deployment..",
                    "org.bouncycastle..",
                    "org.glassfish..",
                    "org.eclipse.jetty..");

    @ArchTest
    static final ArchRule oauthAndClientsKnowApisOnly = noClasses()
            .that()
            .resideInAnyPackage("io.subrack.auth.oauth..", "io.subrack.auth.clients..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.subrack.auth.accounts..",
                    "io.subrack.auth.rest..",
                    "io.subrack.auth.store..",
                    "io.subrack.auth.tokens..",
                    "io.subrack.auth.web..",
                    "io.subrack.audit.provider..",
                    "io.subrack.data..",
                    "io.subrack.web.provider..",
                    "io.subrack.web.rest..",
                    "io.subrack.management..",
                    "io.subrack.kernel.deployment..",
                    "io.subrack.kernel.launcher..",
                    "java.sql..",
                    "org.glassfish..",
                    "org.eclipse.jetty..");

    @ArchTest
    static final ArchRule oauthAndClientsAreStrangers = noClasses()
            .that()
            .resideInAPackage("io.subrack.auth.oauth..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.subrack.auth.clients..", "jakarta.ws.rs..");

    @ArchTest
    static final ArchRule theConsoleIsAClientOfTheApi = noClasses()
            .that()
            .resideInAPackage("io.subrack.console..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.subrack.auth.accounts..",
                    "io.subrack.auth.clients..",
                    "io.subrack.auth.oauth..",
                    "io.subrack.auth.rest..",
                    "io.subrack.auth.store..",
                    "io.subrack.auth.tokens..",
                    "io.subrack.auth.web..",
                    "io.subrack.audit..",
                    "io.subrack.config..",
                    "io.subrack.data..",
                    "io.subrack.web.provider..",
                    "io.subrack.web.rest..",
                    "io.subrack.management..",
                    "io.subrack.kernel.deployment..",
                    "io.subrack.kernel.launcher..",
                    "jakarta.ws.rs..",
                    "java.sql..");

    @ArchTest
    static final ArchRule authPagesKnowApisOnly = noClasses()
            .that()
            .resideInAPackage("io.subrack.auth.web..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.subrack.auth.accounts..",
                    "io.subrack.auth.clients..",
                    "io.subrack.auth.oauth..",
                    "io.subrack.auth.rest..",
                    "io.subrack.auth.store..",
                    "io.subrack.auth.tokens..",
                    "io.subrack.audit..",
                    "io.subrack.data..",
                    "io.subrack.web.provider..",
                    "io.subrack.web.rest..",
                    "io.subrack.management..",
                    "io.subrack.kernel.deployment..",
                    "io.subrack.kernel.launcher..",
                    "jakarta.ws.rs..",
                    "java.sql..",
                    "org.eclipse.jetty..");

    @ArchTest
    static final ArchRule kernelImportsNothingFromBundles = noClasses()
            .that()
            .resideInAPackage("io.subrack.kernel..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.subrack.web..",
                    "io.subrack.audit..",
                    "io.subrack.data..",
                    "io.subrack.observe..",
                    "io.subrack.management..",
                    "jakarta.servlet..",
                    "jakarta.ws.rs..",
                    "org.eclipse.jetty..",
                    "java.sql..");

    @ArchTest
    static final ArchRule frontDoorKnowsNoOtherProvider = noClasses()
            .that()
            .resideInAPackage("io.subrack.web.provider..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.subrack.web.rest..",
                    "io.subrack.observe..",
                    "io.subrack.management..",
                    "io.subrack.kernel.deployment..",
                    "io.subrack.kernel.launcher..",
                    "org.glassfish..");

    @ArchTest
    static final ArchRule restHostingKnowsNoOtherProviderAndNoJetty = noClasses()
            .that()
            .resideInAPackage("io.subrack.web.rest..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.subrack.web.provider..",
                    "io.subrack.observe..",
                    "io.subrack.management..",
                    "io.subrack.kernel.deployment..",
                    "org.eclipse.jetty..");

    @ArchTest
    static final ArchRule managementKnowsApisOnly = noClasses()
            .that()
            .resideInAPackage("io.subrack.management..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.subrack.web.provider..",
                    "io.subrack.web.rest..",
                    "io.subrack.observe..",
                    "io.subrack.kernel.deployment..",
                    "org.glassfish..",
                    "org.eclipse.jetty..");

    @ArchTest
    static final ArchRule inspectionKnowsApisAndNoHttp = noClasses()
            .that()
            .resideInAPackage("io.subrack.inspection..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.subrack.web..",
                    "io.subrack.auth..",
                    "io.subrack.audit..",
                    "io.subrack.data..",
                    "io.subrack.observe..",
                    "io.subrack.management..",
                    "io.subrack.kernel.deployment..",
                    "io.subrack.kernel.launcher..",
                    "jakarta..")
            .because("it looks at the framework, and others give out what it sees");

    @ArchTest
    static final ArchRule observationKnowsApisOnly = noClasses()
            .that()
            .resideInAPackage("io.subrack.observe..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.subrack.web.provider..",
                    "io.subrack.web.rest..",
                    "io.subrack.management..",
                    "io.subrack.kernel.deployment..",
                    "org.eclipse.jetty..");

    @ArchTest
    static final ArchRule tracingKnowsTheKernelApiAlone = noClasses()
            .that()
            .resideInAPackage("io.subrack.tracing..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.subrack.web..",
                    "io.subrack.auth..",
                    "io.subrack.audit..",
                    "io.subrack.data..",
                    "io.subrack.observe..",
                    "io.subrack.management..",
                    "io.subrack.kernel.deployment..",
                    "io.subrack.kernel.launcher..",
                    "jakarta..",
                    "java.sql..");

    @ArchTest
    static final ArchRule onlyTracingKnowsWhoRecords = noClasses()
            .that()
            .resideOutsideOfPackage("io.subrack.tracing..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.opentelemetry..");

    @ArchTest
    static final ArchRule noBundleActivators =
            noClasses().should().implement("org.osgi.framework.BundleActivator").because("components are testable");

    @ArchTest
    static final ArchRule onlyJakartaNamespaces = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javax.ws.rs..", "javax.servlet..", "javax.inject..", "javax.annotation..");

    @ArchTest
    static final ArchRule componentsAreFinal = classes()
            .that(are("DS components", ArrowsTest::isComponent))
            .should()
            .haveModifier(JavaModifier.FINAL);

    /** Annotations of DS are gone from class files, so the manifest's component XML says which classes these are. */
    private static boolean isComponent(JavaClass type) {
        return BuiltBundle.componentClasses().contains(type.getName());
    }

    @ArchTest
    static final ArchRule servicesAreNotKeptInStatics = fields().that()
            .areStatic()
            .and()
            .doNotHaveRawType(are("primitive", JavaClass::isPrimitive))
            .and()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackage("io.subrack.kernel.launcher..")
            .should()
            .beFinal()
            .because(
                    "a service in a static outlives its bundle; only the launcher owns what the JVM has once, as the log");

    private static DescribedPredicate<JavaClass> are(
            String description, java.util.function.Predicate<JavaClass> predicate) {
        return DescribedPredicate.describe(description, predicate);
    }

    private static String[] plus(String... more) {
        String[] all = java.util.Arrays.copyOf(JDK_AND_OSGI, JDK_AND_OSGI.length + more.length);
        System.arraycopy(more, 0, all, JDK_AND_OSGI.length, more.length);
        return all;
    }
}
