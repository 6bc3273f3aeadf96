package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContactMergeTest {

    private static Contact contact(String text) {
        int equals = text.indexOf('=');
        return equals < 0
                ? new Contact("sip:" + text + "@example.org", "")
                : new Contact(
                        "sip:" + text.substring(0, equals) + "@example.org",
                        text.substring(equals + 1));
    }

    /// Such as `bob carol=Caro`; `-` for nobody.
    private static List<Contact> list(String text) {
        return text.equals("-")
                ? List.of()
                : Arrays.stream(text.split(" ", -1)).map(ContactMergeTest::contact).toList();
    }

    @ParameterizedTest(name = "{0}: here {1}, elsewhere {2}: {3}")
    @CsvSource({
        "-, -, -, -",
        "bob, bob, bob, bob",
        // changed on one side
        "bob, bob carol, bob, bob carol",
        "bob, bob, bob carol, bob carol",
        "bob carol, bob, bob carol, bob",
        "bob carol, bob carol, carol, carol",
        "bob, bob=Bob, bob, bob=Bob",
        "bob, bob, bob=Bob, bob=Bob",
        // on both
        "bob, bob carol, bob dave, bob carol dave",
        "bob carol, carol, bob, -",
        "bob, bob=Mine, bob=Theirs, bob=Mine",
        "bob, bob=Mine, -, bob=Mine",
        "bob, -, bob=Theirs, bob=Theirs",
        "-, bob=Mine, bob=Theirs, bob=Mine",
        "bob, -, -, -",
        // nothing is known of before, as on a device that had to wait
        "-, carol, alice bob, carol alice bob"
    })
    void bothSidesCount(String base, String mine, String theirs, String merged) {
        assertThat(ContactMerge.merge(list(base), list(mine), list(theirs)))
                .isEqualTo(list(merged));
    }

    private static List<Contact> random(Random random) {
        List<Contact> list = new ArrayList<>();
        for (String name : List.of("a", "b", "c", "d", "e")) {
            if (random.nextBoolean()) {
                list.add(contact(random.nextBoolean() ? name : name + "=" + random.nextInt(3)));
            }
        }
        return list;
    }

    @Test
    void whoeverMergesTheSameTwiceChangesNothingAndWhoChangedNothingTakesAll() {
        Random random = new Random(5);
        for (int i = 0; i < 2000; i++) {
            List<Contact> base = random(random);
            List<Contact> mine = random(random);
            List<Contact> theirs = random(random);
            List<Contact> merged = ContactMerge.merge(base, mine, theirs);
            // then it is sent, and comes back
            assertThat(ContactMerge.merge(theirs, merged, theirs)).isEqualTo(merged);
            assertThat(ContactMerge.merge(theirs, merged, merged)).isEqualTo(merged);
            assertThat(ContactMerge.same(ContactMerge.merge(base, base, theirs), theirs)).isTrue();
            assertThat(ContactMerge.same(ContactMerge.merge(base, mine, base), mine)).isTrue();
            assertThat(merged).extracting(Contact::uri).doesNotHaveDuplicates();
        }
    }
}
