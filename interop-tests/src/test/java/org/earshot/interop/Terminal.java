package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Pictures of commands for the guides: each line is given to a shell as it stands in the picture, and below it stands what came of it, all of it, drawn by the browser.
final class Terminal {
    private static final String STYLE =
            "html{background:#1b1f24}body{margin:0;padding:16px 20px;color:#d7dde4;font:14px/1.45 'DejaVu Sans Mono','Liberation Mono',monospace;width:112ch}"
                    + "pre{margin:0;font:inherit;white-space:pre-wrap;overflow-wrap:anywhere}pre.typed{color:#fff;font-weight:bold}pre+pre.typed{margin-top:10px}";
    private static final int LONGEST_S = 60;
    private static final int WIDTH = 1010;

    private final Chromium.Page page;
    private final Path programs;
    private final Path folder;

    /// @param folder where the commands are given
    /// @param options of the server, which `earshot` takes where no other data folder is named
    Terminal(Lab lab, Chromium.Page page, Path folder, List<String> options) throws IOException {
        this.page = page;
        this.folder = folder;
        programs = lab.privateFolder("programs");
        program(
                "earshot",
                "command=$1\nshift\n"
                        + "case \" $* \" in *' --data '*) set -- \"$command\" \"$@\" ;; *) set -- \"$command\" "
                        + options.stream().map(Terminal::quoted).collect(Collectors.joining(" "))
                        + " \"$@\" ;; esac\nexec "
                        + Lab.javaCommand("org.earshot.server.ServerMain", List.of()).stream()
                                .map(Terminal::quoted)
                                .collect(Collectors.joining(" "))
                        + " \"$@\"");
        program(
                "earshot-phone",
                "exec "
                        + Lab.javaCommand("org.earshot.softphone.app.PhoneMain", List.of()).stream()
                                .map(Terminal::quoted)
                                .collect(Collectors.joining(" "))
                        + " \"$@\"");
        program(
                "earshot-verify",
                "exec python3 "
                        + quoted(System.getProperty("earshot.home") + "/bin/earshot-verify.py")
                        + " \"$@\"");
    }

    private void program(String name, String text) throws IOException {
        Files.setPosixFilePermissions(
                Files.writeString(programs.resolve(name), "#!/bin/sh\n" + text + "\n"),
                PosixFilePermissions.fromString("rwx------"));
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    /// Gives the commands one after the other, which all must work.
    byte[] picture(String... commands) throws IOException, InterruptedException {
        return picture(0, commands);
    }

    /// @param status with which the last one must end
    byte[] picture(int status, String... commands) throws IOException, InterruptedException {
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < commands.length; i++) {
            int expected = i == commands.length - 1 ? status : 0;
            String said = run(commands[i], expected);
            shown.add("line('typed', " + ConsoleSteps.quoted("$ " + commands[i]) + ")");
            if (!said.isEmpty()) {
                shown.add("line('said', " + ConsoleSteps.quoted(said) + ")");
            }
        }
        page.size(WIDTH, 1, true); // without a doctype a body is as high as the window
        int height =
                page.evaluate(
                                "(() => { document.head.replaceChildren(); document.body.replaceChildren(); const style = document.createElement('style'); style.textContent = "
                                        + ConsoleSteps.quoted(STYLE)
                                        + "; document.head.append(style);"
                                        + " const line = (kind, text) => { const pre = document.createElement('pre'); pre.className = kind; pre.textContent = text; document.body.append(pre); }; "
                                        + String.join("; ", shown)
                                        + "; return Math.ceil(document.body.getBoundingClientRect().height); })()")
                        .asInt();
        page.size(WIDTH, height, true);
        return page.picture();
    }

    /// Until a command gives 0, outside of any picture.
    void await(String command) throws IOException, InterruptedException {
        run("until " + command + " >/dev/null 2>&1; do sleep 0.2; done", 0);
    }

    private String run(String command, int status) throws IOException, InterruptedException {
        ProcessBuilder shell = new ProcessBuilder("bash", "-c", command);
        shell.environment().merge("PATH", programs.toString(), (path, ours) -> ours + ":" + path);
        Path said = Files.createTempFile(programs, "said", "");
        Process process =
                shell.directory(folder.toFile())
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        if (!process.waitFor(LONGEST_S, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " did not end");
        }
        String text = Files.readString(said, StandardCharsets.UTF_8).stripTrailing();
        assertThat(process.exitValue()).as(command + "\n" + text).isEqualTo(status);
        assertThat(text).as(command).doesNotContain("\u001b").doesNotContain("/target/");
        return text;
    }
}
