package org.earshot.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.earshot.common.address.LocalDomain;
import org.earshot.common.config.ConfigException;
import org.earshot.common.file.ContentRules;
import org.earshot.common.msrp.MsrpUri;
import org.earshot.common.relay.RelayOffer;
import org.earshot.common.relay.RelayUri;
import org.earshot.registrar.PhoneRules;
import org.earshot.registrar.RegistrarConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerConfigTest {

    @ParameterizedTest(name = "{0} is refused, naming {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "domain=exa mple|domain",
                "listen.udp=example.org:5060|listen.udp",
                "listen.tcp=127.0.0.1|listen.tcp",
                "listen.tls=::1:5061|listen.tls",
                "listen.ws=127.0.0.1:5060|listen.ws",
                "listen.wss=example.org:443|listen.wss",
                "listen.msrp=127.0.0.1:5060|listen.msrp",
                "security.origins=phone.example.org|security.origins",
                "security.origins=*|security.origins",
                "listen.udb=off|listen.udp",
                "https.listen=example.org:443|https.listen",
                "https.listen=127.0.0.1:5060|https.listen",
                "console.listen=localhost|console.listen",
                "console.listen=127.0.0.1:5060|console.listen",
                "console.listen=192.0.2.1:5080|console.tokenFile",
                "console.listen=0.0.0.0:5080|console.tokenFile",
                "console.tokenFile=/no/s|console.tokenFile",
                "https.url=http://example.org|https.url",
                "https.url=https://example.org/path|https.url",
                "files.keep=59m|files.keep",
                "files.largest=0|files.largest",
                "files.quota=-1|files.quota",
                "files.largestDirect=0|files.largestDirect",
                "files.quotaPerAccount=0|files.quotaPerAccount",
                "files.blocked=.exe|files.blocked",
                "files.relayedSessions=0|files.relayedSessions",
                "files.relayedBytesPerSecond=99999|files.relayedBytesPerSecond",
                "files.relayedBytesPerSecond=-1|files.relayedBytesPerSecond",
                "files.clamd=localhost|files.clamd",
                "files.clamd=127.0.0.1:3310,127.0.0.1:3311|files.clamd",
                "registrar.minExpires=3h|registrar.minExpires",
                "registrar.maxContacts=0|registrar.maxContacts",
                "registrar.maxContacts=61|registrar.maxContacts",
                "registrar.minExpires=500ms|registrar.minExpires",
                "registrar.maxExpires=25h|registrar.maxExpires",
                "limits.maxBodyBytes=1048577|limits.maxBodyBytes",
                "security.trusted=10.0.0.0/33|security.trusted",
                "security.trusted=intranet|security.trusted",
                "database.url=jdbc:postgresql://h/x|database.url",
                "database.url=jdbc:h2:mem:x|database.url",
                "database.url=jdbc:h2:file:relative|database.url",
                "database.url=jdbc:h2:file:/x;AUTO_SERVER=TRUE|database.url",
                "database.url=jdbc:mysql://h/x?password=hush|database.passwordFile",
                "database.url=jdbc:mysql://u:hush@h/x|database.passwordFile",
                "database.url=jdbc:mysql://h|database.url",
                "listen.tls=127.0.0.1:5060|listen.tls",
                "listen.udp=127.0.0.1:5060,127.0.0.1:5060|listen.udp",
                "domain=2001:db8::1|domain",
                "domain=a..b|domain",
                "domain=a_b|domain",
                "proxy.timerC=3m|proxy.timerC",
                "tls.certificate=chain.pem|tls.privateKey",
                "tls.acme.directory=http://acme.example/directory|tls.acme.directory",
                "tls.acme.directory=yes|tls.acme.directory",
                "tls.acme.directory=https://acme.example/directory|tls.acme.agreeToTerms",
                "tls.acme.names=a b|tls.acme.names",
                "tls.acme.names=localhost|tls.acme.names",
                "tls.acme.names=192.0.2.1|tls.acme.names",
                "message.burst=0|message.burst",
                "unrecorded.chatInCalls=maybe|unrecorded.chatInCalls",
                "unrecorded.chat=allow|unrecorded.chat",
                "unrecorded.directCalls=maybe|unrecorded.directCalls",
                "calls.recording=maybe|calls.recording",
                "database.password=hush|passwordFile",
                "bus.listen=127.0.0.1:7000|bus.listen",
                "bus.listen=example.org:7000|bus.listen",
                "relay.uris=turn.example.org|relay.uris",
                "relay.uris=turn:turn.example.org|relay.secretFile",
                "relay.secretFile=/no/s|relay.secretFile",
                "relay.secret=hush|relay.secretFile",
                "relay.lifetime=9m|relay.lifetime",
                "relay.lifetime=25h|relay.lifetime",
                "relay.uris=stun:a.example,stun:A.example:3478|relay.uris",
            })
    void whatCantBeIsRefused(String setting, String named) {
        assertThatThrownBy(() -> read(setting))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(named)
                .hasMessageNotContaining("hush");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|domain",
                "domain=example|domain",
                "domain=192.0.2.1|domain",
                "domain=example.org tls.acme.listen=off|tls.acme.listen",
                "domain=example.org tls.acme.listen=127.0.0.1:5060|tls.acme.listen",
                "domain=example.org https.listen=127.0.0.1:80 tls.acme.listen=127.0.0.1:80|tls.acme.listen",
                "domain=example.org tls.certificate=a tls.privateKey=b|tls.acme.directory",
                "domain=example.org database.url=jdbc:mysql://h/x bus.listen=127.0.0.1:7000|tls.acme.directory"
            })
    void anAuthorityIsAskedOnlyWhereItCanGive(String more, String named) {
        String on =
                "tls.acme.directory=https://acme.example/directory tls.acme.agreeToTerms=true "
                        + more;
        assertThatThrownBy(() -> read(on.strip().split(" ")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(named);
    }

    @ParameterizedTest(name = "{0} is refused, naming {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "ldap.url=https://dc.example|ldap.url",
                "ldap.url=ldaps://dc.example/dc=example|ldap.url",
                "ldap.url=ldaps://who:hush@dc.example|ldap.url",
                "ldap.url=ldaps://dc.example:99999|ldap.url",
                "ldap.url=ldap://dc.example ldap.startTls=false|ldap.startTls",
                "ldap.base=nothing|ldap.base",
                "ldap.base=|ldap.base",
                "ldap.filter=(uid=|ldap.filter",
                "ldap.bindDn=cn=x|ldap.passwordFile",
                "ldap.passwordFile=/no/s|ldap.bindDn",
                "ldap.attributes.name=|ldap.attributes.name",
                "ldap.attributes.picture=a)(b|ldap.attributes.picture",
                "ldap.every=59s|ldap.every",
                "ldap.closeAtMost=101|ldap.closeAtMost",
                "ldap.vanished=delete|ldap.vanished",
                "ldap.existing=take|ldap.existing",
                "ldap.trusted=/no/s|ldap.trusted",
                "ldap.bindDn=cn=x ldap.passwordFile=/no/s|ldap.passwordFile",
                "ldap.url=off people.signUp=ldap|people.signUp"
            })
    void aDirectoryIsAskedOnlyAsItCanBe(String more, String named) {
        List<String> settings =
                new java.util.ArrayList<>(
                        List.of("ldap.url=ldaps://dc.example", "ldap.base=dc=example"));
        settings.addAll(List.of(more.split(" ")));
        assertThatThrownBy(() -> FileChecks.check(read(settings.toArray(String[]::new))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(named);
    }

    @Test
    void aDirectoryOfThisMachineIsAskedWithoutTls() {
        LdapConfig ldap =
                read("ldap.url=ldap://[::1]:10389", "ldap.startTls=false", "ldap.base=dc=example")
                        .ldap();
        assertThat(ldap.isLdaps()).isFalse();
        assertThat(ldap.host()).isEqualTo("::1");
        assertThat(ldap.port()).isEqualTo(10_389);
        assertThat(read("ldap.url=ldaps://dc", "ldap.base=dc=example").ldap().port())
                .isEqualTo(636);
    }

    @Test
    void anAuthorityCertifiesTheDomainFirst() {
        ServerConfig config =
                read(
                        "domain=example.org",
                        "tls.acme.directory=https://acme.example/directory",
                        "tls.acme.agreeToTerms=true",
                        "tls.acme.names=sip.example.org, example.org");
        assertThat(config.tls().acme().allNames(config.domain()))
                .containsExactly("example.org", "sip.example.org");
        assertThat(config.tls().acme().addresses()).hasSize(1);
        assertThat(read().tls().acme().addresses()).isEmpty();
    }

    @Test
    void nothingToServeIsRefused() {
        assertThatThrownBy(() -> read("listen.udp=off", "listen.tcp=off", "listen.tls=off"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("listen");
    }

    @ParameterizedTest(name = "{0} is refused")
    @ValueSource(
            strings = {
                "0.0.0.0:7000",
                "[::]:7000",
                "127.0.0.1:7000,127.0.0.1:7001",
                "127.0.0.1:5061",
                "10.0.0.1"
            })
    void theBusListensAtOneAddressThatOthersCanReach(String address) {
        assertThatThrownBy(() -> read("database.url=jdbc:mysql://h/x", "bus.listen=" + address))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("bus.listen");
    }

    @Test
    void theBusListensOnlyWhereItIsTold() {
        String shared = "database.url=jdbc:mysql://h/x";
        assertThat(read(shared).bus().address()).isEmpty();
        assertThat(read(shared).bus().isUnset()).isTrue();
        assertThat(read(shared, "bus.listen=off").bus().address()).isEmpty();
        assertThat(read(shared, "bus.listen=off").bus().isUnset()).isFalse();
        assertThat(read(shared, "bus.listen=127.0.0.1:7000").bus().address()).isPresent();
        assertThat(read("bus.listen=off").bus().address()).isEmpty();
    }

    @Test
    void anHourIsTheLongestThatAMinimumCanBe() {
        String others = "registrar.defaultExpires=24h";
        String longest = "registrar.maxExpires=24h";
        assertThat(read("registrar.minExpires=1h", others, longest).registrar().minExpires())
                .isEqualTo(Duration.ofHours(1));
        assertThatThrownBy(() -> read("registrar.minExpires=61m", others, longest))
                .hasMessageContaining("registrar.minExpires");
    }

    /// Whatever passes here is what registrar and proxy take: they throw what nobody could read.
    @ParameterizedTest(name = "{0} to {1}, {2} contacts")
    @CsvSource({"1s, 24h, 60", "1h, 1h, 1", "60s, 2h, 10"})
    void whatIsAcceptedIsWhatTheRolesTake(String least, String most, int contacts) {
        ServerConfig.Registrar accepted =
                read(
                                "registrar.minExpires=" + least,
                                "registrar.defaultExpires=" + most,
                                "registrar.maxExpires=" + most,
                                "registrar.maxContacts=" + contacts)
                        .registrar();
        RegistrarConfig config =
                new RegistrarConfig(
                        new LocalDomain("x", Set.of(), Set.of(), Set.of()),
                        accepted.minExpires(),
                        accepted.defaultExpires(),
                        accepted.maxExpires(),
                        accepted.maxContacts(),
                        Duration.ofMinutes(2),
                        Duration.ofSeconds(5),
                        "",
                        RelayOffer.NONE,
                        PhoneRules.USUAL,
                        Optional::empty);
        assertThat(config.maxContacts()).isEqualTo(contacts);
    }

    @Test
    void headerFieldsThatPassAreNames() {
        assertThat(read("unrecorded.headerFields=X-Account, Alert-Info").unrecorded())
                .satisfies(unrecorded -> {
                    assertThat(unrecorded.headerFields())
                            .containsExactly("X-Account", "Alert-Info");
                    assertThat(unrecorded.allowed()).containsExactly("unrecorded.headerFields");
                });
        assertThatThrownBy(() -> read("unrecorded.headerFields=X Account"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("unrecorded.headerFields");
    }

    @Test
    void aNoticeIsOneShortLine() {
        assertThat(read("archive.notice=").archive().notice()).isEmpty();
        assertThat(read("archive.notice=Écrit, donc lu.").archive().notice())
                .isEqualTo("Écrit, donc lu.");
        for (String wrong : new String[] {"a\r\nVia: b", "x".repeat(301)}) {
            assertThatThrownBy(() ->
                            new ServerConfig.Archive(
                                    wrong,
                                    ServerConfig.Archive.WhileAway.REFUSE,
                                    "off",
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Duration.ofDays(3)))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("archive.notice");
        }
    }

    @Test
    void aKeyFileIsNoSecret() {
        ServerConfig config = read("tls.certificate=chain.pem", "tls.privateKey=key.pem");
        assertThat(config.tls().privateKey()).contains(Path.of("key.pem"));
    }

    @Test
    void filesThatAreNotThereAreNamedByTheirKey(@TempDir Path temp) throws IOException {
        Path data = Files.createDirectory(temp.resolve("data"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        Path open = Files.createDirectory(temp.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThatThrownBy(() -> check(data, "tls.certificate=/no/c", "tls.privateKey=/no/k"))
                .hasMessageContaining("tls.certificate");
        assertThatThrownBy(() ->
                        check(data, "database.url=jdbc:mysql://h/x", "database.passwordFile=/no/p"))
                .hasMessageContaining("database.passwordFile");
        assertThatThrownBy(() -> check(data, "keys.dir=" + open)).hasMessageContaining("keys.dir");
        assertThatThrownBy(() -> check(open)).hasMessageContaining("chmod 700");
        check(temp.resolve("new"));
        assertThat(temp.resolve("new")).doesNotExist();
    }

    @ParameterizedTest(name = "{0} with mode {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "hushhushhushhushhushhush|rw-r-----|chmod 600",
                "hushhush|rw-------|20 to 255",
                "hushhushhush hushhushhush|rw-------|blanks",
                "'hushhushhush\nhushhushhush\n'|rw-------|one line",
                "''|rw-------|openssl",
            })
    void aSecretForTurnServersThatCantBeUsedIsSaidAndNotRepeated(
            String secret, String mode, String said, @TempDir Path temp) throws IOException {
        Path file = Files.writeString(temp.resolve("secret"), secret);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        assertThatThrownBy(() ->
                        check(
                                temp.resolve("data"),
                                "relay.uris=turn:turn.example.org",
                                "relay.secretFile=" + file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("relay.secretFile")
                .hasMessageContaining(said)
                .hasMessageNotContaining("hush");
    }

    @Test
    void turnServersAndTheirSecret(@TempDir Path temp) throws IOException {
        Path file = Files.writeString(temp.resolve("s"), "0123456789abcdef0123456789abcdef \n\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        RelayOffer offer =
                read(
                                "relay.uris=turn:turn.example.org, stun:[2001:db8::1]",
                                "relay.secretFile=" + file,
                                "relay.lifetime=1h")
                        .relay()
                        .offer();
        assertThat(offer.uris())
                .containsExactly(
                        RelayUri.parse("turn:turn.example.org:3478?transport=udp"),
                        RelayUri.parse("stun:[2001:db8::1]:3478"));
        assertThat(offer.lifetime()).isEqualTo(Duration.ofHours(1));
        Instant then = Instant.ofEpochSecond(1_767_268_800);
        assertThat(offer.secret().orElseThrow().credential("alice@example.org", then).password())
                .isEqualTo("WOdKCtepSmMgcGaoQM2rBGfnfbg=");
        assertThat(read().relay().offer()).isEqualTo(RelayOffer.NONE);
    }

    @Test
    void whichWayFilesGo() {
        assertThat(read().files().way()).isEqualTo(FilesConfig.Way.BEST);
        assertThat(read("files.way=direct").files().relayUri()).isEmpty();
        assertThat(read().files().relayedSessions()).isEqualTo(50);
        assertThat(read().files().relayedBytesPerSecond()).isZero();
        assertThat(read("files.relayedBytesPerSecond=500000").files().relayedBytesPerSecond())
                .isEqualTo(500_000);
        assertThat(read("files.way=relay", "listen.msrp=192.0.2.1:2855").files().way())
                .isEqualTo(FilesConfig.Way.RELAY);
        assertThat(read("files.way=relay", "files.relay=msrps://r.example.org").files().relayUri())
                .contains(MsrpUri.parse("msrps://r.example.org;tcp"));
        assertThatThrownBy(() -> read("files.way=relay"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("listen.msrp");
        assertThat(read("files.way=store", "https.listen=127.0.0.1:8443").files().way())
                .isEqualTo(FilesConfig.Way.STORE);
        assertThatThrownBy(() -> read("files.way=store"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("https.listen");
        assertThat(
                        read(
                                        "files.way=store",
                                        "https.listen=127.0.0.1:8443",
                                        "files.record=content")
                                .files()
                                .record())
                .isEqualTo(FilesConfig.Recorded.CONTENT);
        for (String look : List.of("files.clamd=127.0.0.1:3310", "files.archives=strict")) {
            String key = look.substring(0, look.indexOf('='));
            assertThatThrownBy(() -> read(look, "https.listen=127.0.0.1:8443"))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(key)
                    .hasMessageContaining("set files.way to store");
            assertThat(read(look, "https.listen=127.0.0.1:8443", "files.way=store").files().way())
                    .isEqualTo(FilesConfig.Way.STORE);
        }
        assertThatThrownBy(() -> read("files.record=content", "https.listen=127.0.0.1:8443"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("set files.way to store");
        for (String wrong :
                new String[] {
                    "relay.example.org",
                    "msrp://relay.example.org",
                    "msrps://a@relay.example.org",
                    "msrps://relay.example.org/x",
                    "msrps://relay.example.org:0"
                }) {
            assertThatThrownBy(() -> read("files.relay=" + wrong))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("files.relay");
        }
    }

    @Test
    void noMoreTurnServersThanPhonesTake() {
        StringBuilder uris = new StringBuilder("stun:a");
        for (int i = 0; i < 8; i++) {
            uris.append(",stun:a").append(i);
        }
        assertThatThrownBy(() -> read("relay.uris=" + uris)).hasMessageContaining("8 at most");
    }

    private static void check(Path data, String... settings) {
        FileChecks.check(
                ConfigFiles.read(Optional.empty(), Optional.of(data), List.of(settings), Map.of()));
    }

    @Test
    void addressesOfBothFamilies() {
        ServerConfig config = read("listen.udp=127.0.0.1:5060, [::1]:5060");
        assertThat(ListenAddress.parse("listen.udp", config.listen().udp())).hasSize(2);
        assertThat(ListenAddress.parse("listen.udp", "off")).isEmpty();
    }

    @Test
    void theDomainIsInLowerCase() {
        assertThat(read("domain=Example.ORG").domain()).isEqualTo("example.org");
    }

    @ParameterizedTest(name = "XDG {0}, HOME {1}: {2}")
    @CsvSource({"/x, /home/a, /x/earshot", "'', /home/a, /home/a/.local/share/earshot"})
    void theStandardFolderComesFromTheEnvironment(String xdg, String home, Path expected) {
        assertThat(DataDirectory.standard(Map.of("XDG_DATA_HOME", xdg, "HOME", home)))
                .isEqualTo(expected);
    }

    @Test
    void aFolderThatOthersCanReadIsRefused(@TempDir Path temp) throws IOException {
        Path open = Files.createDirectory(temp.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-x---"));
        assertThatThrownBy(() -> DataDirectory.prepare(open))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("chmod 700");
    }

    @Test
    void aNewFolderIsOursAlone(@TempDir Path temp) throws IOException {
        Path data = temp.resolve("a").resolve("b");
        DataDirectory.prepare(data);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
    }

    private static ServerConfig read(String... settings) {
        return ConfigFiles.read(
                Optional.empty(), Optional.of(Path.of("/data")), List.of(settings), Map.of());
    }

    @Test
    void blockedNamesAreThoseOfProgramsUnlessOthersAreSaid() {
        assertThat(read().files().endings()).contains("exe", "sh").doesNotContain("programs");
        assertThat(read("files.blocked=programs,ISO").files().endings()).contains("exe", "iso");
        assertThat(read("files.blocked=iso").files().endings()).containsExactly("iso");
        assertThat(read("files.blocked=").files().endings()).isEmpty();
        assertThat(read("files.blocked=Programs").files().endings()).contains("exe");
    }

    @Test
    void theStoreCanBeSwitchedOffWhereFilesHaveAnotherWay() {
        assertThat(read().files().store()).isTrue();
        String https = "https.listen=127.0.0.1:8443";
        assertThat(read(https, "files.store=false").files().store()).isFalse();
        assertThatThrownBy(() -> read(https, "files.store=false", "files.way=store"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("files.store")
                .hasMessageContaining("files.way");
    }

    @Test
    void phonesAreToldWhatTheStoreGoesBy() {
        assertThat(read().files().content()).isEqualTo(ContentRules.USUAL);
        assertThat(
                        read(
                                        "files.blocked=ISO",
                                        "files.allowPrograms=true",
                                        "files.archives=unchecked")
                                .files()
                                .content())
                .isEqualTo(new ContentRules(Set.of("iso"), true, false));
        String many = "a123456789b123456789c123456789";
        StringBuilder names = new StringBuilder("files.blocked=programs");
        for (int i = 0; i < 120; i++) {
            names.append(",").append(many).append(i % 90 + 10);
        }
        assertThat(read(names.toString()).files().endings()).hasSizeGreaterThan(90);
        for (int i = 0; i < 60; i++) {
            names.append(",x").append(many.substring(1)).append(i % 90 + 10);
        }
        assertThatThrownBy(() -> read(names.toString()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("files.blocked")
                .hasMessageContaining("4000");
    }

    @Test
    void numbersThatNobodyTakesAsAName() {
        assertThat(read().reservesNumber("112")).as("an emergency").isTrue();
        assertThat(read().reservesNumber("1-1-2")).isTrue();
        assertThat(read().reservesNumber("+493012345")).as("no trunk").isFalse();
        assertThat(read("dialplan.emergency=110").reservesNumber("110")).isTrue();
    }

    @Test
    void httpsIsServedWhereThatIsSaid() {
        assertThat(read().https().isServed()).isFalse();
        assertThat(read("https.listen=127.0.0.1:0, [::1]:0").https().addresses()).hasSize(2);
    }

    @Test
    void theConsoleIsOnLoopbackUnlessItIsSetAndNeedsATokenElsewhere(@TempDir Path temp)
            throws IOException {
        assertThat(read().console().addresses())
                .singleElement()
                .satisfies(at -> assertThat(at.getAddress().isLoopbackAddress()).isTrue());
        assertThat(read().console().isUnset()).isTrue();
        assertThat(read("console.listen=off").console().addresses()).isEmpty();
        assertThat(read("console.listen=[::1]:0").console().isSecureServed()).isFalse();
        assertThatThrownBy(
                        () -> read("console.listen=127.0.0.1:8443", "https.listen=127.0.0.1:8443"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("console.listen");

        Path file = Files.writeString(temp.resolve("t"), "hush\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        ConsoleConfig outside =
                read("console.listen=127.0.0.1:0,192.0.2.1:0", "console.tokenFile=" + file)
                        .console();
        assertThat(outside.isSecureServed()).isTrue();
        assertThatThrownBy(outside::token)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("console.tokenFile")
                .hasMessageNotContaining("hush");
        Files.writeString(file, "0123456789abcdef0123456789abcdef\n");
        assertThat(outside.token()).contains("0123456789abcdef0123456789abcdef");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(outside::token)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("chmod 600");
    }
}
