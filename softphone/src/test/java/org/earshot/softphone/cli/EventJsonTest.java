package org.earshot.softphone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalDouble;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.UserAgentEvent;
import org.junit.jupiter.api.Test;

class EventJsonTest {
    private static ObjectNode media(OptionalDouble echoReducedDb) {
        return media(echoReducedDb, "");
    }

    private static ObjectNode media(OptionalDouble echoReducedDb, String way) {
        return EventJson.of(
                        new UserAgentEvent.MediaReport(
                                new Id(1), 7, 0, 1, 40, 0, 4.2, 100, 90, 3, echoReducedDb, way))
                .orElseThrow();
    }

    @Test
    void howMuchEchoWasTakenOutIsInTheReport() {
        assertThat(media(OptionalDouble.of(38.46)).get("echoReducedDb").asDouble()).isEqualTo(38.5);
    }

    @Test
    void theWayIsInTheReportWhereThereIsOne() {
        assertThat(media(OptionalDouble.empty(), "relayed").get("way").asText())
                .isEqualTo("relayed");
        assertThat(media(OptionalDouble.empty()).has("way")).isFalse();
    }

    @Test
    void whereNoneIsTakenOutNothingIsSaidOfIt() {
        ObjectNode json = media(OptionalDouble.empty());
        assertThat(json.has("echoReducedDb")).isFalse();
        assertThat(json.get("packetsLost").asLong()).isEqualTo(3);
    }
}
