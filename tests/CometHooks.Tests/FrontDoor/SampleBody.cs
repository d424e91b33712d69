using System.Text;
using System.Text.Json.Nodes;
using CometHooks.Tests.Samples;

namespace CometHooks.Tests.FrontDoor;

/// <summary>The body of a shipped sample, changed where a test is about something else.</summary>
internal static class SampleBody
{
    public static byte[] Of(string sample) => File.ReadAllBytes(Path.Combine(ShippedFiles.SamplesFolder, sample));

    public static byte[] Of(string sample, Action<JsonNode> change)
    {
        var body = JsonNode.Parse(Of(sample))!;
        change(body);
        return Encoding.UTF8.GetBytes(body.ToJsonString());
    }

    /// <summary>A Stripe sample whose object (the charge, the session) is changed.</summary>
    public static byte[] OfStripe(string sample, Action<JsonNode> change) => Of(sample, body => change(body["data"]!["object"]!));
}
