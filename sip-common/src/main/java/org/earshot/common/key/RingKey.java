package org.earshot.common.key;

/// One version of a key. Never prints its bytes. Immutable; any thread.
public sealed interface RingKey permits SecretRingKey, PairRingKey {

    /// Which one this is.
    KeyId id();

    /// 64 hex digits that tell whether two keys are the same, and nothing else about a secret one.
    String fingerprint();
}
