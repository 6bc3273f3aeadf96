package org.earshot.softphone.ui.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.earshot.softphone.ua.ChatMessage;
import org.earshot.softphone.ua.Delivery;
import org.earshot.softphone.ua.MessageKey;
import org.earshot.softphone.ui.model.TextLine;
import org.junit.jupiter.api.Test;

class ItemsTest {
    private static final String OWN = "sip:alice@example.org";
    private static final String BOB = "sip:bob@example.org";
    private static final String GROUP = "sip:team@example.org";
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    private static TextLine line(String conversation, String author, Instant at) {
        return TextLine.of(
                new ChatMessage(
                        new MessageKey(OWN, conversation, author + at),
                        author.equals(OWN),
                        author,
                        "text",
                        at,
                        Delivery.DELIVERED,
                        ""));
    }

    private static List<Item> items(Optional<String> firstNew, TextLine... lines) {
        return Items.of(List.of(lines), firstNew, ZoneOffset.UTC);
    }

    @Test
    void whatOneWritesInARowBelongsTogether() {
        TextLine one = line(BOB, BOB, NOON);
        TextLine two = line(BOB, BOB, NOON.plusSeconds(60));
        TextLine answer = line(BOB, OWN, NOON.plusSeconds(70));
        TextLine later = line(BOB, OWN, NOON.plusSeconds(900));
        assertThat(items(Optional.empty(), one, two, answer, later))
                .containsExactly(
                        new Item.Day(LocalDate.of(2026, 11, 29)),
                        new Item.Bubble(one, true, false),
                        new Item.Bubble(two, false, false),
                        new Item.Bubble(answer, true, false),
                        new Item.Bubble(later, true, false));
    }

    @Test
    void aNewDayIsNamed() {
        TextLine one = line(BOB, BOB, NOON);
        TextLine next = line(BOB, BOB, NOON.plusSeconds(86_400));
        assertThat(items(Optional.empty(), one, next))
                .filteredOn(Item.Day.class::isInstance)
                .containsExactly(
                        new Item.Day(LocalDate.of(2026, 11, 29)),
                        new Item.Day(LocalDate.of(2026, 11, 30)));
    }

    @Test
    void whatIsNewIsDividedFromTheRest() {
        TextLine one = line(BOB, BOB, NOON);
        TextLine two = line(BOB, BOB, NOON.plusSeconds(60));
        assertThat(items(Optional.of(two.messageId()), one, two))
                .element(2)
                .isEqualTo(new Item.NewMessages());
    }

    @Test
    void inAGroupOthersAreNamedOnceInARow() {
        TextLine one = line(GROUP, BOB, NOON);
        TextLine two = line(GROUP, BOB, NOON.plusSeconds(10));
        TextLine mine = line(GROUP, OWN, NOON.plusSeconds(20));
        assertThat(items(Optional.empty(), one, two, mine))
                .containsExactly(
                        new Item.Day(LocalDate.of(2026, 11, 29)),
                        new Item.Bubble(one, true, true),
                        new Item.Bubble(two, false, false),
                        new Item.Bubble(mine, true, false));
    }

    @Test
    void whatHappenedEndsARow() {
        TextLine one = line(BOB, BOB, NOON);
        TextLine call = TextLine.note("Missed call", NOON.plusSeconds(5));
        TextLine two = line(BOB, BOB, NOON.plusSeconds(10));
        assertThat(items(Optional.empty(), one, call, two))
                .endsWith(new Item.Happened(call), new Item.Bubble(two, true, false));
    }
}
