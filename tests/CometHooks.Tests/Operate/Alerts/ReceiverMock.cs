using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace CometHooks.Tests.Operate.Alerts;

/// <summary>Whoever is told of alerts by HTTP: what it was told, in order.</summary>
internal sealed class ReceiverMock : IDisposable
{
    public const string Secret = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    public ReceiverMock() => Answers(200);

    public WireMockServer Server { get; } = WireMockServer.Start();

    public string Url => Server.Urls[0] + "/hook";

    public IReadOnlyList<JsonNode> Told => [.. Server.LogEntries.Select(e => JsonNode.Parse(e.RequestMessage!.Body!)!)];

    public void Answers(int status, int priority = 10) =>
        Server.Given(Request.Create().UsingPost().WithPath("/hook")).AtPriority(priority).RespondWith(Response.Create().WithStatusCode(status).WithHeader("Location", Server.Urls[0] + "/elsewhere"));

    public string Header(int request, string name) => Server.LogEntries.ElementAt(request).RequestMessage!.Headers![name].Single();

    /// <summary>Checked as the specification says, not as the hub does it.</summary>
    public bool IsSigned(int request)
    {
        var entry = Server.LogEntries.ElementAt(request).RequestMessage!;
        var signed = $"{Header(request, "webhook-id")}.{Header(request, "webhook-timestamp")}.{entry.Body}";
        var key = Convert.FromBase64String(Secret["whsec_".Length..]);
        return Header(request, "webhook-signature") == $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(signed)))}";
    }

    public void Dispose() => Server.Dispose();
}
