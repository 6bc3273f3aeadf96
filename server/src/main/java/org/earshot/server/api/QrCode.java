package org.earshot.server.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.Map;

/// An `otpauth://` address as a QR code (ISO/IEC 18004), for a page to draw: so the secret goes nowhere else. Pure.
final class QrCode {
    private QrCode() {}

    /// The same answer, with rows of 0 and 1 in `qr` where it has an `otpauth`.
    static String beside(String json) {
        if (!json.contains("otpauth")) {
            return json;
        }
        try {
            JsonNode node = Json.MAPPER.readTree(json);
            if (node instanceof ObjectNode object && object.path("otpauth").isTextual()) {
                add(object, object.path("otpauth").textValue());
                return Json.text(object);
            }
            return json;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(ObjectNode object, String text) {
        try {
            ByteMatrix matrix =
                    Encoder.encode(
                                    text,
                                    ErrorCorrectionLevel.M,
                                    Map.of(EncodeHintType.CHARACTER_SET, "UTF-8"))
                            .getMatrix();
            ArrayNode rows = object.putArray("qr");
            for (int y = 0; y < matrix.getHeight(); y++) {
                StringBuilder row = new StringBuilder();
                for (int x = 0; x < matrix.getWidth(); x++) {
                    row.append(matrix.get(x, y) == 1 ? '1' : '0');
                }
                rows.add(row.toString());
            }
        } catch (WriterException e) {
            throw new IllegalStateException(e);
        }
    }
}
