/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** The rules for a base URL. */
final class ConnectionUrl {

    private ConnectionUrl() {}

    /** Notes what is wrong with a URL that has to name a server over HTTP. */
    static void check(String url, String setting, Faults faults) {
        if (url == null || url.isBlank()) {
            faults.add(setting, "is missing; set it, as in http://localhost:8086");
            return;
        }
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            // The exception's text would show the whole URL, and with it a password.
            faults.add(
                    setting,
                    withoutUserInfo(url)
                            + " is no URL ("
                            + e.getReason()
                            + " at position "
                            + e.getIndex()
                            + "); write it as in http://localhost:8086");
            return;
        }
        String shown = withoutUserInfo(url);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            faults.add(
                    setting,
                    shown
                            + " must begin with http:// or https://, as in http://localhost:8086; a"
                            + " socket or a database driver's URL does not work");
            return;
        }
        faults.addIf(uri.getHost() == null, setting, shown + " names no host that DNS could know");
        faults.addIf(
                uri.getPort() == 0 || uri.getPort() > 65535,
                setting,
                shown + " has a port outside 1 to 65535");
        faults.addIf(
                uri.getRawUserInfo() != null || shown.indexOf('@') >= 0,
                setting,
                shown
                        + " must not hold a user name or password; set 'username' and 'password' or"
                        + " 'token'");
        faults.addIf(
                uri.getRawQuery() != null || uri.getRawFragment() != null,
                setting,
                shown
                        + " must not hold a query or a fragment; bucket and organization have"
                        + " settings of their own");
    }

    static boolean isHttps(String url) {
        return url != null && url.regionMatches(true, 0, "https://", 0, 8);
    }

    /** The URL without the slashes at its end, so that a path can follow. */
    static String withoutTrailingSlash(String url) {
        int end = url.length();
        while (end > 0 && url.charAt(end - 1) == '/') {
            end--;
        }
        return url.substring(0, end);
    }

    /** Without what may be a password: user, query and fragment. */
    static String withoutUserInfo(String url) {
        int schemeEnd = url.indexOf("://");
        int start = schemeEnd < 0 ? 0 : schemeEnd + 3;
        int end = start;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        int at = url.lastIndexOf('@', end);
        String shown = at >= start ? url.substring(0, start) + url.substring(at + 1) : url;
        int cut = shown.length();
        for (char mark : new char[] {'?', '#'}) {
            int position = shown.indexOf(mark);
            cut = position >= 0 ? Math.min(cut, position) : cut;
        }
        return shown.substring(0, cut);
    }
}
