/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import javax.annotation.Nullable;

import java.util.Map;

/**
 * A query as it goes over HTTP, without credentials.
 *
 * @param path below the base URL, such as {@code /api/v2/query}
 * @param parameters of the URL, not encoded yet
 * @param contentType of the body, or null without one
 * @param body sent by POST, or null to send a GET
 * @param accept the content type of the answer
 * @param gzip whether the answer may come compressed
 * @param context names the query in errors: language, text, bucket and range
 */
record QueryRequest(
        String path,
        Map<String, String> parameters,
        @Nullable String contentType,
        @Nullable String body,
        String accept,
        boolean gzip,
        String context) {}
