package org.earshot.softphone.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.earshot.common.msrp.MsrpUri;

/// Takes a file, in a process that is to be killed. Says where it is and who; is told the same of the other side, and of the file.
final class KilledPhone implements FileListener {
    private KilledPhone() {}

    /// @param arguments the folder, the size, the file's SHA-256
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        long size = Long.parseLong(arguments[1]);
        FileHash hash = FileHash.parse(arguments[2]).orElseThrow();
        MsrpEndpoint endpoint =
                new MsrpEndpoint(
                        new MsrpEndpoint.Settings(
                                FilePhones.identity(),
                                Duration.ofSeconds(20),
                                Duration.ofSeconds(20)));
        MsrpUri local = endpoint.local(FilePhones.LOOPBACK);
        System.out.println(local);
        System.out.println(endpoint.fingerprint());
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        MsrpUri remote = MsrpUri.parse(in.readLine());
        String fingerprint = in.readLine();
        endpoint.receive(
                new IncomingFile(
                        folder.resolve("downloads"),
                        new PartialFiles(folder.resolve("partial"))
                                .claim(PartialKey.of("sip:alice@example.org", hash), size),
                        "big",
                        size,
                        List.of(hash)),
                FilePhones.peer(local, remote, fingerprint, true),
                new KilledPhone());
        in.readLine(); // until it is killed
    }

    @Override
    public void connected() {
        // nobody asks
    }

    @Override
    public void progress(long bytes) {
        // nobody asks
    }

    @Override
    public void complete(Optional<Path> file, FileHash sha256) {
        System.out.println("complete");
    }

    @Override
    public void failed(FileFailure failure, long bytes) {
        System.out.println(failure);
    }
}
