using System.Text.Json;
using CsCheck;
using static CometHooks.Tests.Adapters.Deliveries;

namespace CometHooks.Tests.Adapters;

/// <summary>What every adapter promises. A new adapter inherits this and names one sample.</summary>
public abstract class AdapterContract
{
    private protected abstract ISourceAdapter Adapter { get; }

    private protected abstract string SignatureHeader { get; }

    private protected abstract string SampleName { get; }

    private protected abstract string SampleBody { get; }

    [Fact]
    public void A_signed_sample_is_valid() => Assert.Equal(VerificationResult.Valid, Adapter.Verify(Sample(), Settings()).Result);

    [Fact]
    public void A_flipped_bit_anywhere_in_the_body_is_a_mismatch()
    {
        var request = Sample();
        for (var i = 0; i < request.Body.Length; i++)
        {
            var body = request.Body.ToArray();
            body[i] ^= 1;
            Assert.Equal(VerificationResult.Mismatch, Adapter.Verify(request.With(body), Settings()).Result);
        }
    }

    [Fact]
    public void A_cut_or_lengthened_body_is_a_mismatch()
    {
        var request = Sample();
        Assert.Equal(VerificationResult.Mismatch, Adapter.Verify(request.With(request.Body[..^1]), Settings()).Result);
        Assert.Equal(VerificationResult.Mismatch, Adapter.Verify(request.With((byte[])[.. request.Body.Span, (byte)' ']), Settings()).Result);
        Assert.Equal(VerificationResult.Mismatch, Adapter.Verify(request.With(ReadOnlyMemory<byte>.Empty), Settings()).Result);
    }

    [Fact]
    public void Without_the_signature_header_the_signature_is_missing()
    {
        Assert.Equal(VerificationResult.MissingSignature, Adapter.Verify(Sample().With(SignatureHeader, null), Settings()).Result);
        Assert.Equal(VerificationResult.MissingSignature, Adapter.Verify(Sample().With(SignatureHeader, ""), Settings()).Result);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("t=1,v1=zz")]
    [InlineData(",,,===")]
    [InlineData("t=,v1=")]
    [InlineData("\u0000\u00ff")]
    public void A_header_that_cannot_be_read_is_malformed(string header) =>
        Assert.Equal(VerificationResult.Malformed, Adapter.Verify(Sample().With(SignatureHeader, header), Settings()).Result);

    [Fact]
    public void Any_of_several_secrets_may_match()
    {
        Assert.Equal(VerificationResult.Valid, Adapter.Verify(Sample(), Settings("old", Secret)).Result);
        Assert.Equal(VerificationResult.Valid, Adapter.Verify(Sample(), Settings(Secret, "new")).Result);
        Assert.Equal(VerificationResult.Mismatch, Adapter.Verify(Sample(), Settings("old", "new")).Result);
    }

    [Fact]
    public void After_a_rotation_the_old_secret_is_refused()
    {
        var before = Signed(Adapter, SampleName, Bytes(SampleBody), "old");
        var after = Signed(Adapter, SampleName, Bytes(SampleBody), "new");

        Assert.Equal(VerificationResult.Valid, Adapter.Verify(before, Settings("old", "new")).Result);
        Assert.Equal(VerificationResult.Valid, Adapter.Verify(after, Settings("old", "new")).Result);
        Assert.Equal(VerificationResult.Mismatch, Adapter.Verify(before, Settings("new")).Result);
    }

    [Fact]
    public void No_reason_of_a_refusal_shows_the_secret_or_the_expected_signature()
    {
        var request = Sample();
        var signature = request.Header(SignatureHeader)!;
        foreach (var refused in new[] { request.With(Bytes("{}")), request.With(SignatureHeader, null), request.With(SignatureHeader, "x") })
        {
            var reason = Adapter.Verify(refused, Settings()).Reason;
            Assert.DoesNotContain(Secret, reason, StringComparison.Ordinal);
            Assert.DoesNotContain(signature, reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Bytes_that_are_no_text_are_verified_as_they_are_and_unreadable()
    {
        foreach (var body in new byte[][] { [0xFF, 0xFE, 0x80], [.. "{\"id\":\""u8, 0xC3, 0x28, .. "\"}"u8], [0xEF, 0xBB, 0xBF] })
        {
            var request = Signed(Adapter, SampleName, body);
            Assert.Equal(VerificationResult.Valid, Adapter.Verify(request, Settings()).Result);
            Assert.NotNull(Adapter.ReadOne(request).UnreadableBecause);
        }
    }

    [Fact]
    public void A_byte_order_mark_is_signed_but_not_read()
    {
        byte[] body = [0xEF, 0xBB, 0xBF, .. Bytes(SampleBody).Span];
        var request = Signed(Adapter, SampleName, body);

        var sourceEvent = Adapter.ReadOne(request);

        Assert.Equal(VerificationResult.Valid, Adapter.Verify(request, Settings()).Result);
        Assert.Equal(VerificationResult.Mismatch, Adapter.Verify(request.With(body.AsMemory(3)), Settings()).Result);
        Assert.Null(sourceEvent.UnreadableBecause);
        Assert.Equal(SampleBody, System.Text.Encoding.UTF8.GetString(sourceEvent.Body!.Value.Span));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("17")]
    [InlineData("\"text\"")]
    [InlineData("{} {}")]
    [InlineData("{\"id\":")]
    public void What_is_not_an_event_is_unreadable_with_a_reason(string body)
    {
        var sourceEvent = Adapter.ReadOne(Signed(Adapter, SampleName, Bytes(body)));

        Assert.False(string.IsNullOrWhiteSpace(sourceEvent.UnreadableBecause));
        Assert.NotEmpty(sourceEvent.InboxKey);
    }

    [Fact]
    public void A_body_of_ten_thousand_brackets_is_unreadable() =>
        Assert.NotNull(Adapter.ReadOne(Signed(Adapter, SampleName, Bytes(new string('[', 10_000)))).UnreadableBecause);

    [Fact]
    public void The_same_delivery_twice_has_the_same_keys()
    {
        var (once, again) = (Adapter.ReadOne(Sample()), Adapter.ReadOne(Sample().ArrivingAt(Now.AddMinutes(1))));

        Assert.Null(once.UnreadableBecause);
        Assert.Equal((once.InboxKey, once.EventId, once.ContentKey), (again.InboxKey, again.EventId, again.ContentKey));
    }

    [Fact]
    public void Arbitrary_bytes_are_read_without_a_throw() =>
        Gen.Byte.Array[0, 200].Sample(body => Read(body), iter: 2_000);

    [Fact]
    public void A_sample_with_values_of_other_kinds_is_read_without_a_throw() =>
        JsonGrafts.Of(SampleBody).Sample(body => Read(System.Text.Encoding.UTF8.GetBytes(body)), iter: 5_000);

    private protected WebhookRequest Sample() => Signed(Adapter, SampleName, Bytes(SampleBody));

    private void Read(byte[] body)
    {
        foreach (var sourceEvent in Adapter.Read(Signed(Adapter, SampleName, body)))
        {
            Assert.NotEmpty(sourceEvent.InboxKey);
            Assert.NotEmpty(sourceEvent.EventId);
            if (sourceEvent.UnreadableBecause is null)
            {
                using var document = JsonDocument.Parse(sourceEvent.Body ?? body);
                Adapter.ReadFacts(sourceEvent, document.RootElement);
            }
        }
    }
}
