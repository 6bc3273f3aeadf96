package org.earshot.proxy.message.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupCommandTest {

    @Test
    void commandsAreWholeTexts() {
        assertThat(GroupCommand.parse("/join")).contains(new GroupCommand.Join());
        assertThat(GroupCommand.parse(" /Leave\r\n")).contains(new GroupCommand.Leave());
        assertThat(GroupCommand.parse("/who")).contains(new GroupCommand.Who());
        assertThat(GroupCommand.parse("/help")).contains(new GroupCommand.Help());
        assertThat(GroupCommand.parse("/add  bob")).contains(new GroupCommand.Add("bob"));
        assertThat(GroupCommand.parse("/remove bob")).contains(new GroupCommand.Remove("bob"));
        assertThat(GroupCommand.parse("/owner bob")).contains(new GroupCommand.Owner("bob"));
        assertThat(GroupCommand.parse("/member bob")).contains(new GroupCommand.Plain("bob"));
        assertThat(GroupCommand.parse("/moderated ON")).contains(new GroupCommand.Moderated(true));
        assertThat(GroupCommand.parse("/open off")).contains(new GroupCommand.Open(false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "join",
                "/joint",
                "/join me",
                "/add",
                "/add a b",
                "/open maybe",
                "say /join",
                "/join\n/leave",
                "//join",
                "/shrug"
            })
    void allElseGoesToTheGroup(String text) {
        assertThat(GroupCommand.parse(text)).isEmpty();
    }

    @Test
    void whateverComesIsReadOrNot() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            String text = "/" + new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
            assertThat(GroupCommand.parse(text)).isNotNull();
        }
    }
}
