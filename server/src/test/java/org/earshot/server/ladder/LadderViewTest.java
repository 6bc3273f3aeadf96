package org.earshot.server.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LadderViewTest {
    private static String drawn(LadderView view) {
        StringBuilder text = new StringBuilder();
        for (Step step : view.steps()) {
            text.append(step.from())
                    .append("->")
                    .append(step.to())
                    .append(' ')
                    .append(step.meaning())
                    .append(step.again() ? " again" : "")
                    .append('\n');
        }
        return text.toString();
    }

    @Test
    void aCallOfOneNode() {
        LadderView view =
                LadderView.of(
                        Script.ladder(
                                """
                                < INVITE
                                > 100 INVITE
                                > INVITE #1
                                > INVITE #1
                                < 180 INVITE #1
                                > 180 INVITE
                                < 486 INVITE #1
                                > ACK #1
                                > 486 INVITE
                                < ACK
                                """));
        assertThat(view.participants())
                .containsExactly(
                        new LadderView.Participant(
                                LadderView.Role.CALLER, "192.0.2.1:5060", "udp", ""),
                        new LadderView.Participant(LadderView.Role.SERVER, "n1", "", ""),
                        new LadderView.Participant(
                                LadderView.Role.CALLED, "192.0.2.2:5060", "udp", ""));
        assertThat(drawn(view))
                .isEqualTo(
                        """
                        0->1 INVITE
                        1->0 TRYING
                        1->2 INVITE
                        1->2 INVITE again
                        2->1 RINGING
                        1->0 RINGING
                        2->1 BUSY
                        1->2 ACK
                        1->0 BUSY
                        0->1 ACK
                        """);
    }

    @Test
    void whatWentFromNodeToNodeStandsOnce() {
        List<LadderMessage> near =
                Script.messages("< INVITE\n> INVITE #1\n< 404 INVITE #1\n> 404 INVITE");
        List<LadderMessage> far = Script.messages("n2", 2, "< INVITE #1\n> 404 INVITE #1");
        List<LadderMessage> all = new ArrayList<>(near.subList(0, 2));
        all.addAll(far);
        all.addAll(near.subList(2, 4));
        LadderView view =
                LadderView.of(
                        new LadderStore.Ladder(Script.fold(near).summary().orElseThrow(), all, 0));
        assertThat(view.participants().stream().map(LadderView.Participant::name))
                .containsExactly("192.0.2.1:5060", "n1", "n2");
        assertThat(drawn(view)).isEqualTo("0->1 INVITE\n1->2 INVITE\n2->1 REFUSE\n1->0 REFUSE\n");
    }
}
