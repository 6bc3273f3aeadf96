package org.earshot.server.oidc;

import java.time.Instant;
import java.util.List;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.JoseException;

/// Reads ID tokens (OpenID Connect Core §3.1.3.7). Only signatures by the provider's private key are taken: no `none`, and none by the client's secret. Stateless.
final class IdToken {
    private static final int CLOCKS_APART_SECONDS = 60;
    private static final String EMAIL = "email";
    private static final int LONGEST = 32 * 1024;
    private static final AlgorithmConstraints SIGNATURES =
            new AlgorithmConstraints(
                    AlgorithmConstraints.ConstraintType.PERMIT,
                    AlgorithmIdentifiers.RSA_USING_SHA256,
                    AlgorithmIdentifiers.RSA_USING_SHA384,
                    AlgorithmIdentifiers.RSA_USING_SHA512,
                    AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
                    AlgorithmIdentifiers.RSA_PSS_USING_SHA384,
                    AlgorithmIdentifiers.RSA_PSS_USING_SHA512,
                    AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
                    AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
                    AlgorithmIdentifiers.ECDSA_USING_P521_CURVE_AND_SHA512);

    private IdToken() {}

    /// Who somebody is, as the provider says.
    ///
    /// @param subject never somebody else's there
    /// @param name the value of the claim; may be
    record Who(String subject, String name) {
        /// In no log.
        @Override
        public String toString() {
            return "Who[]";
        }
    }

    /// Who it is about, if the token is good. That of `email` only where the provider has verified it (OpenID Connect Core §5.1).
    ///
    /// @param keys the provider's, as JSON (RFC 7517)
    /// @throws OidcException in words, without the token
    static Who read(
            String token,
            String keys,
            String issuer,
            String clientId,
            String nonce,
            String claim,
            Instant now)
            throws OidcException {
        if (token.length() > LONGEST) {
            throw new OidcException("the provider's token is too long");
        }
        try {
            JwtClaims claims =
                    new JwtConsumerBuilder()
                            .setVerificationKeyResolver(
                                    new JwksVerificationKeyResolver(
                                            new JsonWebKeySet(keys).getJsonWebKeys()))
                            .setJwsAlgorithmConstraints(SIGNATURES)
                            .setExpectedIssuer(issuer)
                            .setExpectedAudience(clientId)
                            .setRequireExpirationTime()
                            .setRequireIssuedAt()
                            .setRequireSubject()
                            .setAllowedClockSkewInSeconds(CLOCKS_APART_SECONDS)
                            .setEvaluationTime(NumericDate.fromMilliseconds(now.toEpochMilli()))
                            .build()
                            .processToClaims(token);
            if (!nonce.equals(claims.getStringClaimValue("nonce"))) {
                throw new OidcException("the provider's token was made for another login");
            }
            List<String> audience = claims.getAudience();
            String party = claims.getStringClaimValue("azp");
            if (party == null ? audience.size() > 1 : !party.equals(clientId)) {
                throw new OidcException("the provider's token was made for another program");
            }
            String value = claims.getStringClaimValue(claim);
            if (value == null || value.isEmpty()) {
                throw new OidcException(
                        "the provider's token does not say "
                                + claim
                                + ": set console.oidc.claim, or have the provider say it");
            }
            // people may write any address into their own profile
            if (claim.equals(EMAIL)
                    && !Boolean.TRUE.equals(claims.getClaimValue("email_verified"))) {
                throw new OidcException(
                        "the provider's token does not say that the address is verified (email_verified): have the provider do so, or set console.oidc.claim to another one");
            }
            return new Who(claims.getSubject(), value);
        } catch (InvalidJwtException e) {
            // its own message has the token in it
            throw new OidcException("the provider's token is not good (" + codes(e) + ")");
        } catch (MalformedClaimException | JoseException e) {
            throw new OidcException("the provider's token or its keys can't be read");
        }
    }

    /// What is wrong, without what stands there.
    private static String codes(InvalidJwtException e) {
        if (e.hasExpired()) {
            return "it has ended: look at both clocks";
        }
        return e.getErrorDetails().stream()
                .map(detail -> reason(detail.getErrorCode()))
                .distinct()
                .reduce((a, b) -> a + ", " + b)
                .orElse("no reason is known");
    }

    private static String reason(int code) {
        return switch (code) {
            case org.jose4j.jwt.consumer.ErrorCodes.AUDIENCE_INVALID,
                    org.jose4j.jwt.consumer.ErrorCodes.AUDIENCE_MISSING ->
                    "it is for another client";
            case org.jose4j.jwt.consumer.ErrorCodes.ISSUER_INVALID,
                    org.jose4j.jwt.consumer.ErrorCodes.ISSUER_MISSING ->
                    "it is of another issuer";
            case org.jose4j.jwt.consumer.ErrorCodes.SIGNATURE_INVALID,
                    org.jose4j.jwt.consumer.ErrorCodes.SIGNATURE_MISSING ->
                    "its signature is wrong";
            case org.jose4j.jwt.consumer.ErrorCodes.EXPIRATION_MISSING,
                    org.jose4j.jwt.consumer.ErrorCodes.ISSUED_AT_MISSING ->
                    "it does not say until when";
            case org.jose4j.jwt.consumer.ErrorCodes.ISSUED_AT_INVALID_FUTURE,
                    org.jose4j.jwt.consumer.ErrorCodes.NOT_YET_VALID ->
                    "it is of the future: look at both clocks";
            default -> "reason " + code + " of jose4j";
        };
    }
}
