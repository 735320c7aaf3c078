/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;

import javax.annotation.Nullable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys as OpenSSL writes them. */
final class PemFiles {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

    private static final String PKCS8 = "PRIVATE KEY";
    private static final String PKCS1_RSA = "RSA PRIVATE KEY";
    private static final String SEC1_EC = "EC PRIVATE KEY";

    // DER of AlgorithmIdentifier { rsaEncryption, NULL }.
    private static final byte[] RSA_ALGORITHM = {
        0x30,
        0x0d,
        0x06,
        0x09,
        0x2a,
        (byte) 0x86,
        0x48,
        (byte) 0x86,
        (byte) 0xf7,
        0x0d,
        0x01,
        0x01,
        0x01,
        0x05,
        0x00
    };

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;

    private PemFiles() {}

    /** All certificates of a file, at least one. */
    static List<X509Certificate> certificates(Path file, String setting) throws InfluxDBException {
        List<X509Certificate> certificates = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(read(file, setting));
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            while (blocks.find()) {
                if (blocks.group(1).endsWith("CERTIFICATE")) {
                    Certificate certificate =
                            factory.generateCertificate(
                                    new ByteArrayInputStream(decoded(blocks.group(2))));
                    certificates.add((X509Certificate) certificate);
                }
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw unusable(file, setting, "holds a broken certificate: " + e.getMessage(), e);
        }
        if (certificates.isEmpty()) {
            throw unusable(
                    file, setting, "holds no '-----BEGIN CERTIFICATE-----'; it must be PEM", null);
        }
        return certificates;
    }

    /** The key that belongs to the certificate. */
    static PrivateKey privateKey(Path file, String setting, X509Certificate certificate)
            throws InfluxDBException {
        String algorithm = certificate.getPublicKey().getAlgorithm();
        Matcher blocks = BLOCK.matcher(read(file, setting));
        while (blocks.find()) {
            String label = blocks.group(1);
            if (!label.endsWith("PRIVATE KEY")) {
                continue; // Such as EC PARAMETERS, which OpenSSL puts in front.
            }
            // OpenSSL's old format marks an encrypted key inside the block, with "Proc-Type:".
            if (label.startsWith("ENCRYPTED") || blocks.group(2).contains("ENCRYPTED")) {
                throw unusable(
                        file,
                        setting,
                        "holds an encrypted key; decrypt it with"
                                + " 'openssl pkey -in encrypted.pem -out key.pem'",
                        null);
            }
            try {
                byte[] der = decoded(blocks.group(2));
                byte[] pkcs8 =
                        switch (label) {
                            case PKCS8 -> der;
                            case PKCS1_RSA -> pkcs8(RSA_ALGORITHM, der);
                            // The curve is the one of the certificate's key.
                            case SEC1_EC -> pkcs8(algorithmOf(certificate), der);
                            default -> throw new GeneralSecurityException(label + " is unknown");
                        };
                return KeyFactory.getInstance(algorithm)
                        .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                throw unusable(
                        file,
                        setting,
                        "holds a key that does not fit the certificate, whose key is "
                                + algorithm
                                + ", or is broken; make it PKCS#8 with"
                                + " 'openssl pkcs8 -topk8 -nocrypt -in key.pem'",
                        e);
            }
        }
        throw unusable(
                file, setting, "holds no '-----BEGIN PRIVATE KEY-----'; it must be PEM", null);
    }

    private static String read(Path file, String setting) throws InfluxDBException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw unusable(file, setting, "cannot be read on this machine: " + e, e);
        }
    }

    private static InfluxDBException unusable(
            Path file, String setting, String why, @Nullable Exception cause) {
        return new InfluxDBException(
                InfluxDBException.Kind.INVALID, "'" + setting + "': " + file + " " + why, cause);
    }

    private static byte[] decoded(String base64) {
        return Base64.getMimeDecoder().decode(base64);
    }

    /** PrivateKeyInfo of RFC 5208: version 0, the algorithm, and the key in its old format. */
    private static byte[] pkcs8(byte[] algorithm, byte[] key) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(new byte[] {0x02, 0x01, 0x00});
        content.writeBytes(algorithm);
        content.writeBytes(der(OCTET_STRING, key));
        return der(SEQUENCE, content.toByteArray());
    }

    /** The AlgorithmIdentifier with which the certificate's SubjectPublicKeyInfo begins. */
    private static byte[] algorithmOf(X509Certificate certificate) {
        byte[] info = certificate.getPublicKey().getEncoded();
        int start = contentStart(info, 0);
        int end = contentStart(info, start) + contentLength(info, start);
        return java.util.Arrays.copyOfRange(info, start, end);
    }

    private static int contentStart(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
    }

    private static int contentLength(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7f); i++) {
            length = length << 8 | der[at + 2 + i] & 0xff;
        }
        return length;
    }

    private static byte[] der(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            int bytes = content.length < 0x100 ? 1 : content.length < 0x10000 ? 2 : 3;
            out.write(0x80 | bytes);
            for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
                out.write(content.length >> shift);
            }
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
