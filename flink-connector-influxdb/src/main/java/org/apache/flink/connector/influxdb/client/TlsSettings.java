/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import javax.annotation.Nullable;

import java.io.Serializable;

/**
 * How a connection is kept secret, and who proves what to whom. The files are PEM.
 *
 * @param caFile the authorities to trust, or null for those of the JVM
 * @param certFile our own certificate and those that vouch for it, or null
 * @param keyFile the key of our own certificate, or null
 * @param skipVerify trust whoever answers
 */
record TlsSettings(
        @Nullable Secret caFile,
        @Nullable Secret certFile,
        @Nullable Secret keyFile,
        boolean skipVerify)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    void check(boolean https, Faults faults) {
        checkFile(caFile, "tls.ca-file", https, faults);
        checkFile(certFile, "tls.client.cert-file", https, faults);
        checkFile(keyFile, "tls.client.key-file", https, faults);
        faults.addIf(
                skipVerify && !https,
                "tls.skip-verify",
                "is set, but 'url' begins with http://; write https:// or leave it out");
        faults.addIf(
                skipVerify && caFile != null,
                "tls.skip-verify",
                "trusts every server, so 'tls.ca-file' would not be looked at; leave one of them"
                        + " out");
        faults.addIf(
                (certFile == null) != (keyFile == null),
                certFile == null ? "tls.client.cert-file" : "tls.client.key-file",
                "is missing; a client's certificate and key go together");
    }

    private static void checkFile(
            @Nullable Secret file, String setting, boolean https, Faults faults) {
        if (file != null) {
            file.check(setting, faults);
            faults.addIf(
                    !https,
                    setting,
                    "is "
                            + file.text()
                            + ", but 'url' begins with http://; write https:// or leave it out");
        }
    }

    @Override
    public String toString() {
        return "Tls[caFile="
                + text(caFile)
                + ", certFile="
                + text(certFile)
                + ", keyFile="
                + text(keyFile)
                + ", skipVerify="
                + skipVerify
                + "]";
    }

    private static String text(@Nullable Secret file) {
        return file == null ? "none" : file.text();
    }
}
