/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.RecoverableFsDataOutputStream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import javax.annotation.Nullable;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Dead letters as JSON lines in a folder of any file system that Flink knows. A file shows up whole
 * when it is committed: one for each subtask and checkpoint that has letters, and one whenever a
 * limit is reached. What was not committed when a job fails never shows up, and is written again by
 * the points that come again.
 */
final class FileDeadLetters implements DeadLetterHandler {

    private static final long serialVersionUID = 1L;

    private static final int MAX_LETTERS = 10_000;
    private static final long MAX_BYTES = 8L * 1024 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Opens a file that shows up when it is committed. */
    @FunctionalInterface
    interface Opener extends Serializable {
        RecoverableFsDataOutputStream open(Path file) throws IOException;
    }

    private final String folder;
    private final Opener opener;

    private transient int subtask;
    private transient String run;
    private transient int files;
    @Nullable private transient RecoverableFsDataOutputStream out;
    private transient int letters;
    private transient long bytes;

    FileDeadLetters(String folder) {
        this(folder, file -> FileSystem.get(file.toUri()).createRecoverableWriter().open(file));
    }

    FileDeadLetters(String folder, Opener opener) {
        if (folder.isBlank()) {
            throw new IllegalArgumentException("The path of the dead letters is empty");
        }
        this.folder = folder;
        this.opener = opener;
    }

    @Override
    public void open(int subtask) {
        this.subtask = subtask;
        // No two attempts of a subtask write the same file.
        this.run = UUID.randomUUID().toString();
    }

    @Override
    public void handle(DeadLetter letter) throws IOException {
        byte[] line = JSON.writeValueAsBytes(json(letter));
        try {
            if (out == null) {
                out = next();
            }
            out.write(line);
            out.write('\n');
        } catch (IOException e) {
            throw failure(e);
        }
        letters++;
        bytes += line.length + 1;
        if (letters >= MAX_LETTERS || bytes >= MAX_BYTES) {
            flush();
        }
    }

    private RecoverableFsDataOutputStream next() throws IOException {
        String name = "dead-letters-" + run + "-" + subtask + "-" + files++ + ".jsonl";
        return opener.open(new Path(new Path(folder), name));
    }

    private static ObjectNode json(DeadLetter letter) {
        return JSON.createObjectNode()
                .put("time", letter.time().toString())
                .put("bucket", letter.bucket())
                .put("line", wellFormed(letter.lineProtocol()))
                .put("category", letter.category().toString())
                .put("status", letter.status())
                .put("reason", wellFormed(letter.reason()));
    }

    /** With '?' for halves of surrogate pairs, for which the point may have been refused. */
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    @Override
    public void flush() throws IOException {
        if (out == null) {
            return;
        }
        RecoverableFsDataOutputStream whole = out;
        out = null;
        letters = 0;
        bytes = 0;
        try {
            whole.closeForCommit().commit();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private IOException failure(IOException cause) {
        return new IOException(
                "The dead letters cannot be written to "
                        + folder
                        + ": "
                        + cause.getMessage()
                        + ". The checkpoint fails, so that none of them is lost. Check"
                        + " sink.dead-letter.path, that it may be written to, and that there is"
                        + " room.",
                cause);
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            RecoverableFsDataOutputStream unfinished = out;
            out = null;
            unfinished.close();
        }
    }

    @Override
    public String toString() {
        return "FileDeadLetters[" + folder + "]";
    }
}
