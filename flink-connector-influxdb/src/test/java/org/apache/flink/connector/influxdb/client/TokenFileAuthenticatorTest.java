/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TokenFileAuthenticatorTest {

    @TempDir Path folder;

    @Test
    void readsTheTokenAgainWhenTheFileIsReplaced() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "first\n");
        TokenFileAuthenticator authenticator = new TokenFileAuthenticator(file.toString());
        assertThat(authenticator.header()).isEqualTo("Token first");

        Path next = Files.writeString(folder.resolve("next"), "other\n");
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);

        assertThat(authenticator.header()).isEqualTo("Token other");
    }

    @Test
    void namesTheFileThatIsMissing() {
        Path file = folder.resolve("nix");

        assertThatThrownBy(new TokenFileAuthenticator(file.toString())::header)
                .hasMessageContaining("'token.file' is " + file);
    }

    @Test
    void refusesATokenThatWouldEndTheHeader() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "s3cret\r\nX: y");

        assertThatThrownBy(new TokenFileAuthenticator(file.toString())::header)
                .hasMessageContaining("'token.file' holds a character at position 6")
                .hasMessageNotContaining("s3cret");
    }
}
