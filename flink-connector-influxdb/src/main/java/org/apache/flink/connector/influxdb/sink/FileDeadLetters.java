/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.RecoverableFsDataOutputStream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import javax.annotation.Nullable;

import java.io.IOException;
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

    private final String folder;

    private transient int subtask;
    private transient String run;
    private transient int files;
    @Nullable private transient RecoverableFsDataOutputStream out;
    private transient int letters;
    private transient long bytes;

    FileDeadLetters(String folder) {
        if (folder.isBlank()) {
            throw new IllegalArgumentException("The path of the dead letters is empty");
        }
        this.folder = folder;
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
        if (out == null) {
            out = next();
        }
        out.write(line);
        out.write('\n');
        letters++;
        bytes += line.length + 1;
        if (letters >= MAX_LETTERS || bytes >= MAX_BYTES) {
            flush();
        }
    }

    private RecoverableFsDataOutputStream next() throws IOException {
        String name = "dead-letters-" + run + "-" + subtask + "-" + files++ + ".jsonl";
        Path file = new Path(new Path(folder), name);
        return FileSystem.get(file.toUri()).createRecoverableWriter().open(file);
    }

    private static ObjectNode json(DeadLetter letter) {
        return JSON.createObjectNode()
                .put("time", letter.time().toString())
                .put("bucket", letter.bucket())
                .put("line", letter.lineProtocol())
                .put("category", letter.category().toString())
                .put("status", letter.status())
                .put("reason", letter.reason());
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
            throw new IOException(
                    "The dead letters cannot be written to "
                            + folder
                            + ": "
                            + e.getMessage()
                            + ". The checkpoint fails, so that none of them is lost. Check"
                            + " sink.dead-letter.path, and that it may be written to.",
                    e);
        }
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
