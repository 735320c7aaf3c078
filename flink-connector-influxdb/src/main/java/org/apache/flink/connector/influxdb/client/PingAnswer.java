/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

/**
 * What came back from {@code /ping}, or another short answer.
 *
 * @param call as errors name it
 * @param answer of any status
 */
record PingAnswer(Call call, AnswerHead answer) {}
