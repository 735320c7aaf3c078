/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Looks into the jar that users put into Flink's {@code lib/}. */
class PackagingITCase {

    private static final String ROOT = "org/apache/flink/connector/influxdb/";
    private static final String RELOCATED = ROOT + "shaded/";

    private static List<String> entries;

    @BeforeAll
    static void listTheJar() throws IOException {
        try (JarFile jar = open()) {
            entries = jar.stream().filter(e -> !e.isDirectory()).map(JarEntry::getName).toList();
        }
    }

    @Test
    void testHoldsNoClassesButOursAndRelocatedOnes() {
        assertThat(classes()).isNotEmpty().allMatch(name -> name.startsWith(ROOT));
    }

    @Test
    void testHoldsOurClassesAndAllDependencies() {
        assertThat(classes())
                .anyMatch(name -> name.startsWith(ROOT + "table/InfluxDBDynamicTableFactory"))
                .anyMatch(name -> name.startsWith(RELOCATED + "org/apache/hc/client5/"))
                .anyMatch(name -> name.startsWith(RELOCATED + "org/apache/hc/core5/"))
                .anyMatch(name -> name.startsWith(RELOCATED + "com/fasterxml/jackson/databind/"))
                .anyMatch(name -> name.startsWith(RELOCATED + "org/msgpack/core/"))
                .anyMatch(name -> name.startsWith(RELOCATED + "com/dynatrace/hash4j/"));
    }

    /**
     * Else a type of our API, such as Jackson's ObjectNode, would be another than the one inside.
     */
    @Test
    void testNoClassOfOursNamesADependencyByItsOldName() throws IOException {
        Pattern old =
                Pattern.compile(
                        "(?<!influxdb[./]shaded[./])(com[./]fasterxml[./]jackson|org[./]apache[./]hc|org[./]msgpack|com[./]dynatrace[./]hash4j)[./]");
        try (JarFile jar = open()) {
            for (String name : classes().filter(name -> !name.startsWith(RELOCATED)).toList()) {
                String code =
                        new String(
                                jar.getInputStream(jar.getEntry(name)).readAllBytes(),
                                StandardCharsets.ISO_8859_1);
                assertThat(old.matcher(code).find()).as(name).isFalse();
            }
        }
    }

    @Test
    void testHoldsNothingOfFlinkItselfOrOfALogger() {
        assertThat(entries)
                .noneMatch(name -> name.startsWith("org/slf4j/"))
                .noneMatch(name -> name.startsWith("org/apache/flink/connector/base/"));
    }

    @Test
    void testHoldsNothingElseBesides() {
        assertThat(entries.stream().filter(name -> !name.startsWith(ROOT)))
                .allMatch(
                        name ->
                                name.startsWith("META-INF/")
                                        || name.equals(
                                                "org/publicsuffix/list/effective_tld_names.dat"));
        assertThat(entries).noneMatch(name -> name.startsWith("META-INF/versions/"));
    }

    @Test
    void testNamesTheFactoryForFlink() throws IOException {
        assertThat(text("META-INF/services/org.apache.flink.table.factories.Factory"))
                .contains("org.apache.flink.connector.influxdb.table.InfluxDBDynamicTableFactory");
    }

    @Test
    void testServiceFilesNameOnlyClassesThatAreInside() throws IOException {
        for (String service : entries) {
            if (!service.startsWith("META-INF/services/")) {
                continue;
            }
            Stream<String> providers =
                    text(service)
                            .lines()
                            .map(String::strip)
                            .filter(line -> !line.isEmpty() && !line.startsWith("#"));
            assertThat(providers.map(name -> name.replace('.', '/') + ".class"))
                    .as(service)
                    .isNotEmpty()
                    .allMatch(entries::contains);
        }
    }

    @Test
    void testBringsLicencesAndANoticeThatNamesEachBundledModule() throws IOException {
        assertThat(entries).contains("META-INF/LICENSE-APACHE", "META-INF/LICENSE-MIT");
        List<String> bundled = bundledModules();

        assertThat(bundled).hasSizeGreaterThan(3);
        assertThat(named(text("META-INF/NOTICE"))).containsExactlyInAnyOrderElementsOf(bundled);
    }

    /** What the build bundled, as group:artifact:version. */
    private static List<String> bundledModules() throws IOException {
        Pattern listed = Pattern.compile("^\\s+([\\w.-]+:[\\w.-]+):jar:([\\w.-]+):\\w+.*$");
        return Files.readAllLines(Path.of(System.getProperty("bundled.modules"))).stream()
                .map(listed::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1) + ":" + line.group(2))
                .toList();
    }

    private static List<String> named(String notice) {
        return notice.lines()
                .filter(line -> line.matches("- \\S+:\\S+"))
                .map(line -> line.substring(2))
                .toList();
    }

    private static Stream<String> classes() {
        return entries.stream().filter(name -> name.endsWith(".class"));
    }

    private static JarFile open() throws IOException {
        return new JarFile(Path.of(System.getProperty("sql.jar")).toFile());
    }

    private static String text(String entry) throws IOException {
        try (JarFile jar = open()) {
            return new String(
                    jar.getInputStream(jar.getEntry(entry)).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
