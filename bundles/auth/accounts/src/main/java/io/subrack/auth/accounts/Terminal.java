/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;

/** The person who started the process, if one looks. */
interface Terminal {
    Terminal NONE = new Terminal() {
        @Override
        public boolean isThere() {
            return false;
        }

        @Override
        public void print(String text) {}
    };

    /** Says whether what is printed is seen by a person and kept nowhere. */
    boolean isThere();

    void print(String text);

    static Terminal ofProcess() {
        return ofConsole(System.console());
    }

    private static Terminal ofConsole(@Nullable Console console) {
        if (console == null || !isTerminal(console)) {
            return NONE;
        }
        return new Terminal() {
            @Override
            public boolean isThere() {
                return true;
            }

            @Override
            public void print(String text) {
                console.printf("%s%n", text);
            }
        };
    }

    /** From Java 22 on there is a console without a terminal too, and a way to ask. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }
}
