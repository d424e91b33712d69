using static CometHooks.Tests.Adapters.Deliveries;

namespace CometHooks.Tests.Adapters;

public sealed class SignaturesTests
{
    private static readonly ReadOnlyMemory<byte> Body = Bytes("""{"id":1}""");

    [Fact]
    public void An_empty_secret_is_a_bug_and_never_a_key() =>
        Assert.ThrowsAny<ArgumentException>(() => Signatures.CheckBase64(new string('A', 43) + "=", "X", Body.Span, [""]));

    [Fact]
    public void A_secret_of_any_length_and_script_is_the_key()
    {
        foreach (var secret in new[] { "x", "Schlüssel", new string('s', 255), new string('s', 256), new string('s', 257), new string('ü', 1_000) })
        {
            Assert.Equal(VerificationResult.Valid, Signatures.CheckHex(Signatures.SignHex(Body.Span, secret), "X", Body.Span, [secret]).Result);
            Assert.Equal(VerificationResult.Mismatch, Signatures.CheckHex(Signatures.SignHex(Body.Span, secret), "X", Body.Span, [secret + "x"]).Result);
        }
    }

    [Fact]
    public void Hex_in_a_header_of_its_own_may_be_upper_case()
    {
        var signature = Signatures.SignHex(Body.Span, Secret).ToUpperInvariant();
        Assert.Equal(VerificationResult.Valid, Signatures.CheckHex(signature, "X", Body.Span, [Secret]).Result);
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("00")]
    [InlineData("0x0000000000000000000000000000000000000000000000000000000000000000")]
    public void Hex_of_another_length_is_malformed(string header) =>
        Assert.Equal(VerificationResult.Malformed, Signatures.CheckHex(header, "X", Body.Span, [Secret]).Result);

    [Fact]
    public void A_late_signature_says_how_late_it_is()
    {
        var header = Signatures.SignTimestamped(Body.Span, Secret, Now);
        var late = Signatures.CheckTimestamped(header, "X", Body.Span, [Secret], Now.AddHours(2), TimeSpan.FromMinutes(5));
        var early = Signatures.CheckTimestamped(header, "X", Body.Span, [Secret], Now.AddHours(-2), TimeSpan.FromMinutes(5));

        Assert.Equal((VerificationResult.Late, TimeSpan.FromHours(2)), (late.Result, late.Age));
        Assert.Equal((VerificationResult.Late, TimeSpan.FromHours(-2)), (early.Result, early.Age));
        Assert.Contains("clock", early.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_time_thousands_of_years_ahead_is_only_late()
    {
        var header = Signatures.SignTimestamped(Body.Span, Secret, DateTimeOffset.FromUnixTimeSeconds(99_999_999_999));
        Assert.Equal(VerificationResult.Late, Signatures.CheckTimestamped(header, "X", Body.Span, [Secret], Now, TimeSpan.FromMinutes(5)).Result);
    }
}
