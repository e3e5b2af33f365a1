/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.kernel.testing.TestBundles;

/** A capability bundle for tests: one resource that says which version it is. */
final class Greeter {
    static final String NAME = "com.acme.greeter";

    private Greeter() {}

    static byte[] version(String version) {
        return bundle(version).bytes();
    }

    /** Needs a package that nobody has. */
    static byte[] unresolvable() {
        return bundle("3.0.0").importing("com.acme.text;version=\"[2,3)\"").bytes();
    }

    /** Does nothing, and asks for much. */
    static byte[] asking(String version) {
        return TestBundles.bundle("com.acme.asking", version)
                .header("Subrack-Grants", "inventory.read,orders.write")
                .header("Subrack-Scopes", "asking.read;description=\"Read what is asked\"")
                .header("Subrack-Public", "/asking")
                .bytes();
    }

    /** Has an activator that throws. */
    static byte[] throwing() {
        return bundle("4.0.0")
                .activator("com.acme.greeter.Failing")
                .source("com.acme.greeter.Failing", """
                        package com.acme.greeter;

                        public class Failing implements org.osgi.framework.BundleActivator {
                            @Override
                            public void start(org.osgi.framework.BundleContext context) {
                                throw new IllegalStateException("no luck today");
                            }

                            @Override
                            public void stop(org.osgi.framework.BundleContext context) {}
                        }
                        """)
                .bytes();
    }

    private static TestBundles bundle(String version) {
        return TestBundles.bundle(NAME, version)
                .header("Bundle-Description", "Greets.")
                .header("Subrack-Public", "/greeter")
                .importing("jakarta.ws.rs")
                .importing("io.subrack.auth.api")
                .importing("org.osgi.framework")
                .source("com.acme.greeter.Greeting", """
                        package com.acme.greeter;

                        @io.subrack.auth.api.PublicAccess
                        @jakarta.ws.rs.Path("/greeter")
                        public class Greeting {
                            @jakarta.ws.rs.GET
                            @jakarta.ws.rs.Path("{name}")
                            public String greet(@jakarta.ws.rs.PathParam("name") String name) {
                                return "Hello, " + name + ", from VERSION";
                            }
                        }
                        """.replace("VERSION", version))
                .componentXml("com.acme.greeter.Greeting", """
                        <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="com.acme.greeter.Greeting">
                          <property name="osgi.jakartars.resource" type="Boolean" value="true"/>
                          <property name="acme.password" value="hunter2"/>
                          <service><provide interface="com.acme.greeter.Greeting"/></service>
                          <implementation class="com.acme.greeter.Greeting"/>
                        </scr:component>
                        """);
    }
}
