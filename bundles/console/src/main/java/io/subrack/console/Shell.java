/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.console;

import java.util.ArrayList;
import java.util.List;

/** Writes the page that every address of the console answers with. All that varies in it is the nonce. */
final class Shell {
    static final String PATH = "/console";

    private static final List<String> LIT = List.of(
            "lit",
            "lit-html",
            "lit-element",
            "@lit/reactive-element",
            "lit/async-directive.js",
            "lit/directive.js",
            "lit/directive-helpers.js");
    private static final List<String> DIRECTIVES = List.of(
            "cache",
            "choose",
            "class-map",
            "guard",
            "if-defined",
            "join",
            "keyed",
            "live",
            "map",
            "range",
            "ref",
            "repeat",
            "until",
            "when");

    private final String beforeNonces;
    private final String betweenNonces;
    private final String afterNonces;

    Shell(Assets assets) {
        beforeNonces = """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <meta name="robots" content="noindex">
                <title>Subrack</title>
                <script nonce="%s">""";
        betweenNonces = """
                try{document.documentElement.dataset.theme=localStorage.getItem("subrack.theme")||"system"}catch{}</script>
                <link rel="icon" href="/assets/auth/icon.svg">
                <link rel="preload" as="style" href="/assets/auth/subrack.css">
                <link rel="stylesheet" href="%s">
                <link rel="stylesheet" href="%s">
                <script type="importmap" nonce="%%s">%s</script>
                """.formatted(assets.path("console.css"), assets.path("pages.css"), importMap(assets));
        StringBuilder after = new StringBuilder();
        for (String name : assets.early()) {
            after.append("<link rel=\"modulepreload\" href=\"")
                    .append(assets.path(name))
                    .append("\">\n");
        }
        afterNonces = after.append("""
                <link rel="preload" as="fetch" crossorigin href="%1$s">
                <script type="module" src="%2$s"></script>
                </head>
                <body data-texts="%1$s" data-failed="The console cannot be loaded right now. It tries again in a few seconds.">
                <noscript><p class="sr-main sr-narrow">The console needs JavaScript. Allow it for this site, or use the command line: subrack help.</p></noscript>
                <sr-console></sr-console>
                </body>
                </html>
                """.formatted(assets.path("texts.en.json"), assets.path("main.js")))
                .toString();
    }

    private static String importMap(Assets assets) {
        String target = "\":\"" + assets.path("lit.js") + "\"";
        List<String> lines = new ArrayList<>();
        LIT.forEach(name -> lines.add("\"" + name + target));
        DIRECTIVES.forEach(name -> lines.add("\"lit/directives/" + name + ".js" + target));
        lines.add("\"@subrack/console\":\"" + assets.path("lazy/sdk.js") + "\"");
        return "{\"imports\":{" + String.join(",", lines) + "}}";
    }

    String html(String nonce) {
        return beforeNonces.formatted(nonce) + betweenNonces.formatted(nonce) + afterNonces;
    }

    /** Scripts come from here only, and none can make markup of text. */
    static String policy(String nonce) {
        return "default-src 'none'; script-src 'self' 'nonce-" + nonce + "'; style-src 'self'; img-src 'self' data:;"
                + " font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
                + " require-trusted-types-for 'script'; trusted-types lit-html";
    }
}
