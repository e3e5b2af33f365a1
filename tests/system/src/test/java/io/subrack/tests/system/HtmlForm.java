/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A form of a page, by the names and types of its fields and nothing else.
 *
 * @param action where it is sent; empty for the page itself
 * @param method in lower case
 * @param fields the attributes of inputs and buttons, in the order of the page
 */
record HtmlForm(String action, String method, List<Map<String, String>> fields) {
    private static final Pattern FORM =
            Pattern.compile("<form\\b([^>]*)>(.*?)</form>", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern FIELD =
            Pattern.compile("<(input|button|textarea)\\b([^>]*)>", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern ATTRIBUTE =
            Pattern.compile("([\\w-]+)(?:\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s\"'>]+)))?");
    private static final Pattern META = Pattern.compile("<meta\\b([^>]*)>", Pattern.CASE_INSENSITIVE);
    private static final Pattern AT_ONCE = Pattern.compile("\\s*0\\s*;\\s*url=(.*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern GOES_ON =
            Pattern.compile("allow|accept|approve|grant|yes|confirm|continue", Pattern.CASE_INSENSITIVE);

    static List<HtmlForm> of(String html) {
        List<HtmlForm> forms = new ArrayList<>();
        Matcher matcher = FORM.matcher(html);
        while (matcher.find()) {
            Map<String, String> tag = attributes(matcher.group(1));
            List<Map<String, String>> fields = new ArrayList<>();
            Matcher field = FIELD.matcher(matcher.group(2));
            while (field.find()) {
                Map<String, String> attributes = attributes(field.group(2));
                attributes.putIfAbsent("type", field.group(1).equalsIgnoreCase("button") ? "submit" : "text");
                fields.add(attributes);
            }
            forms.add(new HtmlForm(
                    tag.getOrDefault("action", ""),
                    tag.getOrDefault("method", "get").toLowerCase(Locale.ROOT),
                    fields));
        }
        return forms;
    }

    /** Returns where a page says that the browser shall go on to by itself; empty for nowhere. */
    static String refresh(String html) {
        Matcher matcher = META.matcher(html);
        while (matcher.find()) {
            Map<String, String> tag = attributes(matcher.group(1));
            Matcher target = AT_ONCE.matcher(tag.getOrDefault("content", ""));
            if ("refresh".equalsIgnoreCase(tag.get("http-equiv")) && target.matches()) {
                return target.group(1);
            }
        }
        return "";
    }

    /** Returns what a person with this name and password sends who goes on. */
    Map<String, String> filled(String user, String password) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Map<String, String> field : fields) {
            String name = field.get("name");
            String preset = field.getOrDefault("value", "");
            if (name != null && !field.get("type").equals("submit")) {
                values.put(
                        name,
                        switch (field.get("type")) {
                            case "password" -> password;
                            case "hidden", "checkbox", "radio" -> preset;
                            default -> preset.isEmpty() ? user : preset;
                        });
            }
        }
        goesOn().ifPresent(button -> values.put(button.get("name"), button.getOrDefault("value", "")));
        return values;
    }

    boolean asksForAPassword() {
        return fields.stream().anyMatch(field -> field.get("type").equals("password"));
    }

    private Optional<Map<String, String>> goesOn() {
        List<Map<String, String>> buttons = fields.stream()
                .filter(field -> field.get("type").equals("submit") && field.containsKey("name"))
                .toList();
        return buttons.stream()
                .filter(button -> GOES_ON.matcher(button.get("name") + " " + button.get("value"))
                        .find())
                .findFirst()
                .or(() -> buttons.stream().findFirst());
    }

    private static Map<String, String> attributes(String tag) {
        Map<String, String> attributes = new LinkedHashMap<>();
        Matcher matcher = ATTRIBUTE.matcher(tag);
        while (matcher.find()) {
            String value = Optional.ofNullable(matcher.group(2))
                    .or(() -> Optional.ofNullable(matcher.group(3)))
                    .orElse(matcher.group(4) == null ? "" : matcher.group(4));
            attributes.put(matcher.group(1).toLowerCase(Locale.ROOT), decoded(value));
        }
        return attributes;
    }

    private static String decoded(String text) {
        return text.replace("&quot;", "\"")
                .replace("&#34;", "\"")
                .replace("&#39;", "'")
                .replace("&#x27;", "'")
                .replace("&#61;", "=")
                .replace("&#43;", "+")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }
}
