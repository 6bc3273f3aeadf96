package org.earshot.softphone.media.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class PromptThreadTest {
    private static final Pattern VERSION = Pattern.compile("([0-9]+)\\.([0-9]+).*");

    @Test
    @EnabledOnOs(OS.LINUX)
    void theThreadHasAShortSliceAndNoOtherHas() {
        Matcher version = VERSION.matcher(System.getProperty("os.version"));
        Assumptions.assumeTrue(
                version.matches()
                        && Integer.parseInt(version.group(1)) * 1000
                                        + Integer.parseInt(version.group(2))
                                >= 6012,
                "SKIPPED: this Linux has no slices of a thread's own");
        long before = PromptThread.sliceNanos();
        CompletableFuture<Long> inside = new CompletableFuture<>();
        Thread.ofPlatform()
                .start(() -> {
                    assertThat(PromptThread.begin()).isTrue();
                    inside.complete(PromptThread.sliceNanos());
                });
        assertThat(inside.orTimeout(10, TimeUnit.SECONDS).join())
                .isEqualTo(PromptThread.SLICE_NANOS);
        assertThat(PromptThread.sliceNanos())
                .isEqualTo(before)
                .isNotEqualTo(PromptThread.SLICE_NANOS);
    }
}
