/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** A token in a file, which is read again when the file has changed. */
final class TokenFileAuthenticator implements Authenticator {

    private static final String SETTING = "token.file";

    private final Path file;

    private Version version;
    private String header;

    TokenFileAuthenticator(String path) {
        this.file = Path.of(path);
    }

    /** What changes when a file does. Kubernetes swaps a link, hence the file's key. */
    private record Version(Object time, long size, Object key) {}

    @Override
    public synchronized String header() throws InfluxDBException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            Version found =
                    new Version(
                            attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
            if (!found.equals(version)) {
                String token = Files.readString(file, StandardCharsets.UTF_8).strip();
                if (token.isEmpty()) {
                    throw new IOException("it is empty");
                }
                header = AuthScheme.headerValue("Token ", token, SETTING);
                version = found;
            }
            return header;
        } catch (InfluxDBException e) {
            throw e;
        } catch (IOException e) {
            // It may be under way of being replaced, so a later attempt can succeed.
            throw new InfluxDBException(
                    InfluxDBException.Kind.CONNECTION,
                    "'"
                            + SETTING
                            + "' is "
                            + file
                            + ", but it cannot be read on this machine: "
                            + e,
                    e);
        }
    }
}
