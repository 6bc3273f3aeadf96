package org.earshot.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.server.token.Scope;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    @Test
    void everyRouteIsDescribedWithAllItsFields() {
        JsonNode document = OpenApi.document();
        JsonNode paths = document.path("paths");
        for (Route route : Routes.all()) {
            JsonNode operation =
                    paths.path(route.path()).path(route.method().toLowerCase(Locale.ROOT));
            assertThat(operation.path("summary").asText()).as(route.path()).isNotEmpty();
            assertThat(operation.path("responses").has("200")).isTrue();
            for (String status : List.of("400", "401", "403", "422", "429", "500", "503")) {
                String place =
                        operation.path("responses").path(status).path("$ref").asText().substring(1);
                assertThat(document.at(place).path("description").asText()).isNotEmpty();
                assertThat(
                                document.at(place)
                                        .at("/content/application~1problem+json/schema/$ref")
                                        .asText())
                        .isEqualTo("#/components/schemas/Problem");
            }
            assertThat(operation.path("responses").has("413")).isEqualTo(!route.isGet());
            List<String> named = new ArrayList<>();
            operation.path("parameters").forEach(one -> named.add(one.path("name").asText()));
            operation
                    .path("requestBody")
                    .path("content")
                    .path("application/json")
                    .path("schema")
                    .path("properties")
                    .fieldNames()
                    .forEachRemaining(named::add);
            route.fields().forEach(field -> assertThat(named).contains(field.name()));
            assertThat(named.contains(Guard.CSRF)).isEqualTo(!route.isGet());
        }
    }

    @Test
    void noTwoRoutesAreTheSameAndEveryPartOfAPathIsUsed() {
        Set<String> seen = new HashSet<>();
        for (Route route : Routes.all()) {
            assertThat(seen.add(route.method() + " " + route.path())).as(route.path()).isTrue();
            Matcher part = Pattern.compile("\\{([a-z]+)}").matcher(route.path());
            while (part.find()) {
                assertThat(route.fields()).extracting(Field::name).contains(part.group(1));
            }
        }
    }

    @Test
    void whatATokenHasToBeForStandsThere() {
        JsonNode document = OpenApi.document();
        assertThat(document.at("/components/securitySchemes/token/scheme").asText())
                .isEqualTo("bearer");
        JsonNode paths = document.path("paths");
        for (Route route : Routes.all()) {
            JsonNode security =
                    paths.path(route.path())
                            .path(route.method().toLowerCase(Locale.ROOT))
                            .path("security");
            assertThat(security.path(0).has("session")).as(route.path()).isTrue();
            assertThat(security.path(1).path("token").path(0).asText())
                    .as(route.path())
                    .isEqualTo(route.scope().map(Scope::text).orElse(""));
        }
        assertThat(paths.at("/~1people/post/security")).hasSize(1);
        assertThat(paths.at("/~1archive~1read/post/security/1/token/0").asText())
                .isEqualTo("content:read");
        assertThat(paths.at("/~1accounts~1import/post/security/1/token")).hasSize(2);
        assertThat(paths.at("/~1session/post/security")).isEmpty();
    }
}
