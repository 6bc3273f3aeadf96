package org.earshot.server.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IdTokenTest {
    private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
    private static final String ISSUER = "https://id.example.org";
    private static RsaJsonWebKey key;
    private static String keys;

    @BeforeAll
    static void make() throws JoseException {
        key = FakeProvider.newKey("1");
        keys = "{\"keys\":[" + key.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY) + "]}";
    }

    private static JwtClaims claims(Consumer<JwtClaims> changed) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience("console");
        claims.setSubject("s");
        claims.setIssuedAt(date(NOW));
        claims.setExpirationTime(date(NOW.plus(Duration.ofMinutes(5))));
        claims.setStringClaim("nonce", "n");
        claims.setStringClaim("preferred_username", "olga");
        changed.accept(claims);
        return claims;
    }

    private static NumericDate date(Instant at) {
        return NumericDate.fromSeconds(at.getEpochSecond());
    }

    private static String token(Consumer<JwtClaims> changed) throws JoseException {
        return FakeProvider.signed(claims(changed), key);
    }

    private static String read(String token) throws OidcException {
        return IdToken.read(token, keys, ISSUER, "console", "n", "preferred_username", NOW).name();
    }

    @Test
    void aGoodOneSaysWho() throws Exception {
        IdToken.Who who =
                IdToken.read(
                        token(_ -> {}), keys, ISSUER, "console", "n", "preferred_username", NOW);
        assertThat(who.name()).isEqualTo("olga");
        assertThat(who.subject()).isEqualTo("s");
        assertThat(who.toString()).doesNotContain("olga");
        assertThat(
                        read(
                                token(claims -> {
                                    claims.setAudience(List.of("console", "another"));
                                    claims.setStringClaim("azp", "console");
                                })))
                .isEqualTo("olga");
        assertThat(
                        read(
                                token(claims -> {
                                    claims.setIssuedAt(date(NOW.minusSeconds(60)));
                                    claims.setExpirationTime(date(NOW.minusSeconds(30)));
                                })))
                .as("clocks are a little apart")
                .isEqualTo("olga");
    }

    @Test
    void anAddressCountsOnlyWhereItIsVerified() throws Exception {
        assertThat(email(claims -> claims.setClaim("email_verified", true)))
                .isEqualTo("olga@example.org");
        for (Object not : List.of(false, "true", 1)) {
            assertThatThrownBy(() -> email(claims -> claims.setClaim("email_verified", not)))
                    .isInstanceOf(OidcException.class)
                    .hasMessageContaining("email_verified")
                    .hasMessageNotContaining("olga");
        }
        assertThatThrownBy(() -> email(_ -> {})).hasMessageContaining("email_verified");
    }

    private static String email(Consumer<JwtClaims> changed) throws Exception {
        String token =
                token(claims -> {
                    claims.setStringClaim("email", "olga@example.org");
                    changed.accept(claims);
                });
        return IdToken.read(token, keys, ISSUER, "console", "n", "email", NOW).name();
    }

    private static void refused(String said, Consumer<JwtClaims> changed) throws JoseException {
        String token = token(changed);
        assertThatThrownBy(() -> read(token))
                .isInstanceOf(OidcException.class)
                .hasMessageContaining(said)
                .hasMessageNotContaining(token.substring(0, 20))
                .hasMessageNotContaining("olga");
    }

    @Test
    void whateverIsNotForThisLoginIsRefused() throws Exception {
        refused("another issuer", claims -> claims.setIssuer("https://other.example.org"));
        refused("another issuer", claims -> claims.unsetClaim("iss"));
        refused("another client", claims -> claims.setAudience("another"));
        refused("another client", claims -> claims.unsetClaim("aud"));
        refused("another program", claims -> claims.setAudience(List.of("console", "x")));
        refused("another program", claims -> claims.setStringClaim("azp", "x"));
        refused("another login", claims -> claims.setStringClaim("nonce", "x"));
        refused("another login", claims -> claims.unsetClaim("nonce"));
        refused("ended", claims -> claims.setExpirationTime(date(NOW.minusSeconds(90))));
        refused("until when", claims -> claims.unsetClaim("exp"));
        refused("until when", claims -> claims.unsetClaim("iat"));
        refused("preferred_username", claims -> claims.unsetClaim("preferred_username"));
        refused("preferred_username", claims -> claims.setStringClaim("preferred_username", ""));
        refused("can't be read", claims -> claims.setClaim("preferred_username", List.of("a")));
    }

    @Test
    void onlyTheProvidersPrivateKeySigns() throws Exception {
        String other = FakeProvider.signed(claims(_ -> {}), FakeProvider.newKey("1"));
        assertThatThrownBy(() -> read(other)).hasMessageContaining("signature");

        JsonWebSignature none = new JsonWebSignature();
        none.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        none.setPayload(claims(_ -> {}).toJson());
        none.setAlgorithmHeaderValue(AlgorithmIdentifiers.NONE);
        String unsigned = none.getCompactSerialization();
        assertThatThrownBy(() -> read(unsigned)).isInstanceOf(OidcException.class);

        JsonWebSignature shared = new JsonWebSignature();
        shared.setPayload(claims(_ -> {}).toJson());
        shared.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        shared.setKeyIdHeaderValue("1");
        shared.setKey(new HmacKey(key.getPublicKey().getEncoded())); // known to everybody
        String confused = shared.getCompactSerialization();
        assertThatThrownBy(() -> read(confused)).isInstanceOf(OidcException.class);
    }

    @Test
    void whatIsCutOffChangedOrRandomIsRefused() throws Exception {
        String whole = token(_ -> {});
        for (int length = 0; length < whole.length(); length += 7) {
            String cut = whole.substring(0, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(OidcException.class);
        }
        Random dice = new Random(6749);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[dice.nextInt(200)];
            dice.nextBytes(bytes);
            String random =
                    i % 2 == 0
                            ? new String(bytes, StandardCharsets.ISO_8859_1)
                            : Base64.getUrlEncoder().encodeToString(bytes) + ".e30.";
            assertThatThrownBy(() -> read(random)).isInstanceOf(OidcException.class);
        }
        assertThatThrownBy(() -> read("x".repeat(100_000))).hasMessageContaining("too long");
        assertThatThrownBy(() -> IdToken.read(whole, "no keys", ISSUER, "console", "n", "sub", NOW))
                .isInstanceOf(OidcException.class);
    }
}
