package org.earshot.softphone.media.codec;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The codecs of this phone, in the order of preference: Opus, G722, PCMU, PCMA. Immutable.
public final class Codecs {
    private static final Logger log = LoggerFactory.getLogger(Codecs.class);

    /// A system property: the file with the libopus that our packages bring along. The launcher gives it.
    private static final String PACKAGED = "earshot.libopus";

    private final Codec opus;
    private final String opusBy;
    private final Codec g722 = ResampledCodec.g722();
    private final Codec pcmu = ResampledCodec.of(G711.MU_LAW);
    private final Codec pcma = ResampledCodec.of(G711.A_LAW);

    private Codecs(Codec opus, String opusBy) {
        this.opus = opus;
        this.opusBy = opusBy;
    }

    /// Opus by libopus where there is one (a sixth of the CPU time, no garbage): the one of our package, or the system's. By Concentus
    /// where there is none. Says in the log which it is. Call it once.
    public static Codecs detect() {
        Codecs codecs =
                detect(
                        Optional.ofNullable(System.getProperty(PACKAGED)).map(Path::of),
                        LibOpus.NAMES);
        log.info("Opus by {}", codecs.opusBy());
        return codecs;
    }

    /// @param packaged a file to look for first
    /// @param names of the system's library
    static Codecs detect(Optional<Path> packaged, List<String> names) {
        return switch (LibOpusSearch.begin(packaged, names)) {
            case LibOpusSearch.Found(LibOpus library, String at) ->
                    new Codecs(new LibOpusCodec(library), library.version + " (" + at + ")");
            case LibOpusSearch.Missing(String why) ->
                    new Codecs(new ConcentusCodec(), "Concentus in place of libopus: " + why);
        };
    }

    /// Opus by Concentus, whatever the system has.
    public static Codecs pureJava() {
        return new Codecs(new ConcentusCodec(), "Concentus");
    }

    /// Whose Opus it is, for a log or a diagnostics file: `libopus 1.3.1 (libopus.so.0)`, or Concentus and why.
    public String opusBy() {
        return opusBy;
    }

    public Codec opus() {
        return opus;
    }

    public Codec g722() {
        return g722;
    }

    public Codec pcmu() {
        return pcmu;
    }

    public Codec pcma() {
        return pcma;
    }

    /// All of them, the preferred one first.
    public List<Codec> all() {
        return List.of(opus, g722, pcmu, pcma);
    }

    /// The codec with this encoding name, in any case (RFC 4855 §3: media subtypes are case-insensitive).
    public Optional<Codec> named(String encodingName) {
        return all().stream().filter(c -> c.name().equalsIgnoreCase(encodingName)).findFirst();
    }
}
