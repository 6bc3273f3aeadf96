package org.earshot.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The guides' pictures of what is done by commands, on the server of [ConsoleScene]: until somebody is appointed the owner of the data folder acts as officer.
final class TerminalScreenshots {
    private final Path pictures;
    private final Terminal terminal;
    private int count;

    private TerminalScreenshots(Path pictures, Terminal terminal) {
        this.pictures = pictures;
        this.terminal = terminal;
    }

    /// @param place an empty folder, whose name stands in the pictures
    /// @return how many were made
    static int take(Lab lab, Path place, Path pictures) throws Exception {
        ConsoleScene scene = ConsoleScene.open(lab, place);
        EarshotServer server = scene.server();
        Chromium.Page page = Chromium.start(lab).open("about:blank");
        TerminalScreenshots on =
                new TerminalScreenshots(
                        pictures, new Terminal(lab, page, place, options(place, server)));
        scene.comesAlive();
        on.firstCall();
        on.phone(server);
        scene.hangUp();
        on.running(server);
        on.people();
        on.record(server);
        on.officers();
        return on.count;
    }

    /// As the server was started.
    private static List<String> options(Path place, EarshotServer server) {
        List<String> options =
                new ArrayList<>(
                        List.of(
                                "--config",
                                place.resolve("earshot.yaml").toString(),
                                "--data",
                                server.data().toString()));
        for (String setting : server.samePorts()) {
            options.addAll(List.of("--set", setting));
        }
        for (String other : List.of("console", "https")) {
            options.addAll(List.of("--set", other + ".listen=" + server.address(other)));
        }
        return options;
    }

    private void firstCall() throws Exception {
        picture(
                "first-call",
                "printf '%s' 'a password for Erin' | earshot admin user add erin --password-stdin --display-name Erin",
                "earshot admin device file erin 'desk 1' --phone baresip",
                "earshot admin bindings",
                "earshot admin calls");
        picture(
                "phone-file",
                "earshot admin device file erin 'desk 12' --phone yealink | tee link",
                "curl -sS --cacert earshot/ca.pem $(cat link)",
                "curl -sS --cacert earshot/ca.pem $(cat link)");
    }

    /// The phone without a window: what is typed there comes of another command here.
    private void phone(EarshotServer server) throws Exception {
        picture(
                "phone",
                "printf '%s' 'a password for Erin' > erin.password",
                "(echo 'message bob The minutes are on your desk.'; sleep 3; echo 'diagnostics phone.zip'; sleep 3; echo quit) | earshot-phone --headless --account sip:erin@127.0.0.1 --password-file erin.password --ca earshot/ca.pem --server "
                        + server.address("tls")
                        + " 2>/dev/null",
                "python3 -m zipfile --list phone.zip");
    }

    private void running(EarshotServer server) throws Exception {
        failing(
                "start-taken",
                "earshot server --data other --set listen.udp=off --set listen.tcp=off --set listen.tls="
                        + server.address("tls"));
        picture("doctor", "earshot admin doctor");
        picture("status", "earshot admin status");
        picture(
                "ready",
                "curl -s http://" + server.address("console") + "/ready",
                "curl -s http://"
                        + server.address("console")
                        + "/metrics | grep -E '^earshot_(calls|registrations|phones|users)'");
        picture("call-list", "earshot admin call list", "earshot admin quality");
        picture(
                "trunks",
                "earshot admin trunk list",
                "earshot admin dialplan test 0044201234567 --from alice",
                "earshot admin dialplan test 0044201234567 --from carol");
        picture("files", "earshot admin file quarantine list");
        picture(
                "configuration",
                "earshot admin config text > new.yaml",
                "printf 'console:\\n  sessionIdle: 5m\\n' >> new.yaml",
                "sed -i 's/share: 0.1/share: 0.2/' new.yaml",
                "earshot admin config diff new.yaml",
                "earshot admin config apply new.yaml",
                "earshot admin config history");
        picture(
                "keys",
                "printf '%s' 'a long password' | earshot admin keys export ring.txt --password-stdin",
                "earshot admin keys rotate credential");
    }

    private void people() throws Exception {
        picture(
                "accounts",
                "printf '%s' 'another password' | earshot admin user passwd erin --password-stdin",
                "earshot admin device add erin 'desk 2'",
                "earshot admin user list",
                "earshot admin user reset-link erin");
        picture(
                "presence",
                "earshot admin contacts add alice bob",
                "earshot admin presence block alice carol --polite",
                "earshot admin presence list alice");
        picture(
                "messages",
                "earshot admin messages block bob carol",
                "earshot admin messages waiting",
                "earshot admin messages unblock bob carol");
        picture(
                "history",
                "printf '%s' 'another password' | earshot admin user passwd alice --password-stdin",
                "earshot admin history show alice",
                "earshot admin history release alice");
    }

    private void record(EarshotServer server) throws Exception {
        String sameHttps = "--set https.listen=" + server.address("https");
        picture(
                "search",
                "earshot admin archive search --words contract --text",
                "earshot admin archive search --person bob --kind call-ended");
        picture(
                "verify",
                "earshot admin archive verify",
                "cp -r earshot/anchors anchors",
                "earshot admin archive dump archive.dump",
                "earshot admin status | grep archiveSigner | tee signer",
                "earshot-verify archive.dump --anchors anchors --trust $(cut -d' ' -f2 signer)");
        picture(
                "export",
                "earshot admin archive export alice-bob.zip --content --person alice --with bob",
                "cp -r earshot/anchors copy",
                "earshot-verify --export alice-bob.zip --against copy --trust $(cut -d' ' -f2 signer)");
        picture(
                "backup",
                "printf '%s' 'a password for backups' | earshot admin backup 2026-11-30 --keys 2026-11-30.keys --password-stdin",
                "printf '%s' 'a password for backups' | earshot admin --config earshot.yaml --data restored "
                        + sameHttps
                        + " restore 2026-11-30 --keys 2026-11-30.keys --password-stdin",
                "earshot admin --config earshot.yaml --data restored "
                        + sameHttps
                        + " archive verify");
    }

    private void officers() throws Exception {
        picture(
                "retention",
                "earshot admin retention set message 10y",
                "earshot admin retention list",
                "earshot admin hold add case-17 --person alice --reason 'claim of 2026-03-01'",
                "earshot admin hold list",
                "earshot admin erase carol --ground 'request of 2026-03-01, article 17'");
        picture(
                "review",
                "earshot admin lexicon list",
                "printf 'I sign the contract' | earshot admin lexicon test contracts --text-stdin",
                "earshot admin review list --state open",
                "earshot admin review verify");
        picture(
                "officers",
                "printf '%s' 'a long password of Olga' | earshot admin officer add olga --role officer --password-stdin",
                "earshot admin officer list");
        failing("content-refused", "earshot admin archive search --words contract --text");
    }

    private void picture(String name, String... commands) throws IOException, InterruptedException {
        save(name, terminal.picture(commands));
    }

    private void failing(String name, String... commands) throws IOException, InterruptedException {
        save(name, terminal.picture(1, commands));
    }

    private void save(String name, byte[] picture) throws IOException {
        Files.write(pictures.resolve("terminal-" + name + ".png"), picture);
        count++;
    }
}
