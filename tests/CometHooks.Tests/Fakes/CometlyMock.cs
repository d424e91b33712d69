using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace CometHooks.Tests.Fakes;

/// <summary>Cometly as WireMock plays it. A request that no arrangement matches fails the test when it ends.</summary>
internal sealed class CometlyMock : IDisposable
{
    private const string Path = "/public-api/v1/events/track";

    public WireMockServer Server { get; } = WireMockServer.Start();

    public string Url => Server.Urls[0] + Path;

    /// <summary>Answers a proper call of the events API: POST, bearer token, JSON both ways.</summary>
    public void Answers(int status, string body = """{"status":202,"message":"Event accepted and queued."}""", params (string Name, string Value)[] headers)
    {
        var response = Response.Create().WithStatusCode(status).WithHeader("Content-Type", "application/json").WithBody(body);
        foreach (var (name, value) in headers)
        {
            response = response.WithHeader(name, value);
        }

        Server.Given(Request.Create().UsingPost().WithPath(Path)
                .WithHeader("Authorization", $"Bearer {Deliver.Some.Token}")
                .WithHeader("Accept", "application/json")
                .WithHeader("Content-Type", "application/json"))
            .RespondWith(response);
    }

    public void Dispose()
    {
        var unmatched = Server.LogEntries.Where(entry => entry.RequestMatchResult?.IsPerfectMatch != true).Select(entry => entry.RequestMessage?.AbsoluteUrl);
        Server.Dispose();
        Assert.Empty(unmatched);
    }
}
