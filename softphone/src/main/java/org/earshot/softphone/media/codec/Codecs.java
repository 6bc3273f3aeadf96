package org.earshot.softphone.media.codec;

import java.util.List;
import java.util.Optional;

/// The codecs of this phone, in the order of preference: Opus, G722, PCMU, PCMA. Immutable.
public final class Codecs {
    private final Codec opus;
    private final Codec g722 = ResampledCodec.g722();
    private final Codec pcmu = ResampledCodec.of(G711.MU_LAW);
    private final Codec pcma = ResampledCodec.of(G711.A_LAW);

    private Codecs(Codec opus) {
        this.opus = opus;
    }

    /// Opus by the system's libopus where there is one (a sixth of the CPU time, no garbage), by Concentus where not. Call it once.
    public static Codecs detect() {
        return new Codecs(
                LibOpus.find().<Codec>map(LibOpusCodec::new).orElseGet(ConcentusCodec::new));
    }

    /// Opus by Concentus, whatever the system has.
    public static Codecs pureJava() {
        return new Codecs(new ConcentusCodec());
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
