package org.earshot.server.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import java.util.Random;
import org.earshot.server.config.LdapConfig.Attributes;
import org.junit.jupiter.api.Test;

class EntryReaderTest {
    private static final EntryReader READER =
            new EntryReader(new Attributes("sAMAccountName", "displayName", "thumbnailPhoto"));

    private static Entry entry(String name, String displayName) {
        return new Entry(
                "cn=somebody,dc=example,dc=org",
                new Attribute("sAMAccountName", name),
                new Attribute("displayName", displayName));
    }

    private static LdapPerson person(Entry entry) {
        return ((EntryReader.Read.Person) READER.read(entry)).person();
    }

    private static String why(Entry entry) {
        return ((EntryReader.Read.Unfit) READER.read(entry)).refused().why();
    }

    @Test
    void anEntryOfActiveDirectoryIsSomebody() {
        Entry entry = entry("Alice.Baker", " Alice Bäcker ");
        entry.addAttribute("objectGUID", new byte[] {1, 2, (byte) 0xFF, 4});
        entry.addAttribute("thumbnailPhoto", new byte[] {9});
        LdapPerson alice = person(entry);
        assertThat(alice.name()).isEqualTo("alice.baker");
        assertThat(alice.displayName()).isEqualTo("Alice Bäcker");
        assertThat(alice.id()).isEqualTo("0102ff04");
        assertThat(alice.picture()).contains(EntryReader.sha256(new byte[] {9}));
    }

    @Test
    void anAddressOfMailCountsUpToTheAt() {
        Entry entry = entry("Alice@example.org", "");
        entry.addAttribute("entryUUID", "0FEA45BC-1234-4c1a-9abc-0123456789ab");
        assertThat(person(entry).name()).isEqualTo("alice");
        assertThat(person(entry).id()).isEqualTo("0fea45bc-1234-4c1a-9abc-0123456789ab");
        assertThat(person(entry("bob", "Bob")).id()).isEmpty();
    }

    @Test
    void whatIsHostileIsRefusedInWordsThatAreNot() {
        assertThat(why(entry("a*)(uid=*", ""))).contains("account name");
        assertThat(why(entry("admin", ""))).contains("reserved");
        assertThat(why(entry("x".repeat(65), ""))).contains("account name");
        assertThat(why(entry("alice", "Alice\nBaker"))).contains("control characters");
        assertThat(why(entry("alice", "Alice\u202Eelgae"))).contains("control characters");
        assertThat(why(entry("alice", "a".repeat(256)))).contains("255");
        assertThat(why(new Entry("cn=x,dc=example,dc=org"))).contains("no sAMAccountName");
        EntryReader.Read.Unfit read =
                (EntryReader.Read.Unfit) READER.read(entry("e\u001b[31mvil\n", ""));
        assertThat(read.refused().toString()).doesNotContain("\u001b", "\n");
    }

    @Test
    void randomBytesAreSomebodyOrRefused() {
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            Entry entry =
                    new Entry(
                            "cn=x,dc=example,dc=org",
                            new Attribute(
                                    "sAMAccountName",
                                    random.nextBoolean() ? bytes : new byte[] {'a'}),
                            new Attribute("displayName", bytes),
                            new Attribute("entryUUID", bytes),
                            new Attribute("objectGUID", bytes),
                            new Attribute("thumbnailPhoto", bytes));
            EntryReader.Read read = READER.read(entry);
            if (read instanceof EntryReader.Read.Person one) {
                assertThat(one.person().id().length()).isLessThanOrEqualTo(64);
                assertThat(one.person().name()).matches("[a-z0-9._+-]{1,64}");
            }
        }
    }
}
