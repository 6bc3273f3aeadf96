package org.earshot.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.earshot.server.people.PeopleApi;
import org.junit.jupiter.api.Test;

/// Whatever the sources have the server serve by HTTP stands in one of the two descriptions, and nothing else does.
class ServedRoutesTest {
    private static final Path SOURCES = Path.of("src", "main", "java", "org", "earshot", "server");
    private static final Pattern SERVED =
            Pattern.compile(
                    "\\.routes\\s*\\.(get|post|put|patch|delete|head)\\(\\s*([A-Z][A-Za-z.]*)?\\s*\\+?\\s*(?:\"([^\"]*)\")?");
    private static final Map<String, String> CONSTANTS =
            Map.of(
                    "PATH", "/files",
                    "BASE", "",
                    "AdminApi.BASE", "",
                    "OidcClient.CALLBACK", "/session/oidc/callback");

    private static Set<String> served(String... files) throws IOException {
        Set<String> served = new TreeSet<>();
        for (String file : files) {
            Matcher one = SERVED.matcher(Files.readString(SOURCES.resolve(file)));
            int before = served.size();
            while (one.find()) {
                String begin = one.group(2) == null ? "" : CONSTANTS.get(one.group(2));
                assertThat(begin).as(one.group()).isNotNull();
                served.add(
                        one.group(1).toUpperCase(Locale.ROOT)
                                + " "
                                + begin
                                + (one.group(3) == null ? "" : one.group(3)));
            }
            assertThat(served).as(file).hasSizeGreaterThan(before);
        }
        return served;
    }

    private static Set<String> described(JsonNode document) {
        Set<String> all = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path ->
                        path.getValue()
                                .fieldNames()
                                .forEachRemaining(method ->
                                        all.add(
                                                method.toUpperCase(Locale.ROOT)
                                                        + " "
                                                        + path.getKey())));
        return all;
    }

    private static JsonNode ofPhones() throws IOException {
        try (InputStream in = PeopleApi.class.getResourceAsStream("openapi.json")) {
            return Json.MAPPER.readTree(in);
        }
    }

    @Test
    void whatAdministratorsAskForIsDescribed() throws IOException {
        Set<String> served = served("api/AdminApi.java", "api/OidcLogIn.java");
        Routes.all().forEach(route -> served.add(route.method() + " " + route.path()));
        assertThat(described(OpenApi.document())).isEqualTo(served);
    }

    @Test
    void whatPhonesAskForIsDescribed() throws IOException {
        assertThat(described(ofPhones()))
                .isEqualTo(
                        served(
                                "people/PeopleApi.java",
                                "people/GroupRoutes.java",
                                "files/FileApi.java"));
    }

    @Test
    void nothingIsServedElsewhereButForWatchersPagesAndProofs() throws IOException {
        try (Stream<Path> all = Files.walk(SOURCES)) {
            List<String> serving = new java.util.ArrayList<>();
            for (Path file : all.filter(one -> one.toString().endsWith(".java")).toList()) {
                if (SERVED.matcher(Files.readString(file)).find()) {
                    serving.add(file.getFileName().toString());
                }
            }
            assertThat(serving)
                    .containsExactlyInAnyOrder(
                            "AdminApi.java",
                            "OidcLogIn.java",
                            "PeopleApi.java",
                            "GroupRoutes.java",
                            "FileApi.java",
                            "MonitorApi.java",
                            "ConsoleFiles.java",
                            "Proofs.java");
        }
    }

    @Test
    void theDescriptionForPhonesIsWholeInItself() throws IOException {
        JsonNode document = ofPhones();
        for (JsonNode path : document.path("paths")) {
            for (JsonNode operation : path) {
                assertThat(operation.path("summary").asText()).isNotEmpty();
                assertThat(operation.path("responses").has("503")).isTrue();
            }
        }
        for (String place : document.findValuesAsText("$ref")) {
            assertThat(document.at(place.substring(1)).isMissingNode()).as(place).isFalse();
        }
    }
}
