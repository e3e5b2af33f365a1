/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of a statement. */
class SqlTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "select * from items where sku = 'secret'      | select * from items where sku = ?",
                "select * from items where sku = 'it''s secret' and n = 1 | select * from items where sku = ? and n = ?",
                "select E'sec\\'ret', N'secret', x'5ec7e7'      | select ?, ?, ?",
                "insert into t1 (a, b) values (1, 2.5e-3)      | insert into t1 (a, b) values (?)",
                "update t set a = $$secret$$, b = $x$secret$x$ | update t set a = ?, b = ?",
                "select $1, :name from t where a in (1,2,3)    | select $1, :name from t where a in (?)",
                "select /* secret */ 1 -- secret               | select ?",
                "select * from \"My items\" where a = 0xff     | select * from \"My items\" where a = ?",
                "select  a\t from   t                          | select a from t",
                "select \"a\"\"b\"\"\" from \"t\"                | select \"a\"\"b\"\"\" from \"t\"",
                "select * from \"secret where a = 1            | select * from ?",
            })
    void leavesValuesAndCommentsOut(String statement, String told) {
        assertThat(Sql.of(statement.strip()).text()).isEqualTo(told.strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 'secret",
                "select $$secret",
                "select /* secret",
                "select E'secret\\'",
                "select \"secret",
                "select \"secret\"\"",
                "select a from \"secret",
                "select \"a\", \"",
            })
    void leavesOutWhatDoesNotEnd(String statement) {
        assertThat(Sql.of(statement).text()).doesNotContain("secret").doesNotEndWith("\"");
        assertThat(Sql.of(statement).summary()).doesNotContain("secret");
        assertThat(Sql.of(statement).operation()).isEqualTo("SELECT");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "select a from items i join b on 1=1 | SELECT items",
                "INSERT INTO auth.users VALUES (?)   | INSERT auth.users",
                "update items set a = ?              | UPDATE items",
                "delete from items                   | DELETE items",
                "create table if not exists x (a int)| CREATE x",
                "values (1)                          | VALUES",
                "{call tidy(?)}                      | CALL tidy",
            })
    void isSummedUpInFewWords(String statement, String summary) {
        assertThat(Sql.of(statement.strip()).summary()).isEqualTo(summary);
    }

    @Test
    void isNeverLong() {
        assertThat(Sql.of("select " + "a, ".repeat(100_000) + "b from t").text())
                .hasSizeLessThan(2_100);
    }
}
