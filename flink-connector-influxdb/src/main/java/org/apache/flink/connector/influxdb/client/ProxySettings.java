/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import javax.annotation.Nullable;

import java.io.Serializable;

/**
 * A proxy between us and the server.
 *
 * @param url of the proxy, or null for none
 * @param username for the proxy, or null
 * @param password for the proxy, or null
 */
record ProxySettings(@Nullable String url, @Nullable Secret username, @Nullable Secret password)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    void check(Faults faults) {
        if (url != null) {
            ConnectionUrl.check(url, "proxy.url", faults);
        }
        faults.addIf(
                url == null && (username != null || password != null),
                "proxy.url",
                "is missing, though a login for a proxy is set");
        faults.addIf(
                (username == null) != (password == null),
                username == null ? "proxy.username" : "proxy.password",
                "is missing; user and password of a proxy go together");
        if (username != null) {
            username.check("proxy.username", faults);
        }
        if (password != null) {
            password.check("proxy.password", faults);
        }
    }

    @Override
    public String toString() {
        return url == null
                ? "no proxy"
                : "proxy "
                        + ConnectionUrl.withoutUserInfo(url)
                        + (username == null ? "" : " with login");
    }
}
