using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CometHooks.Cli.Demo;

namespace CometHooks.Tests.Deliver;

/// <summary>The stand-in tells duplicates apart as Cometly documents it.</summary>
public sealed class CometlyStandInTests
{
    [Fact]
    public async Task The_same_key_counts_once_whatever_else_differs() =>
        Assert.Equal(1, await EffectsOf(Event("a", order: "1"), Event("a", order: "2", name: "schedule")));

    [Fact]
    public async Task Another_key_counts_again_even_with_the_same_order() =>
        Assert.Equal(2, await EffectsOf(Event("a", order: "1"), Event("b", order: "1")));

    [Fact]
    public async Task Without_keys_event_name_and_order_decide() =>
        Assert.Equal(2, await EffectsOf(Event(null, order: "1"), Event(null, order: "1"), Event(null, order: "1", name: "schedule")));

    [Fact]
    public async Task Without_key_and_order_everything_counts() =>
        Assert.Equal(2, await EffectsOf(Event(null, order: null), Event(null, order: null)));

    [Theory]
    [InlineData("wrong", """{"event_name":"purchase","email":"a@example.org"}""", HttpStatusCode.Unauthorized)]
    [InlineData(Some.Token, """{"event_name":"purchase"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData(Some.Token, """{"event_name":"purchase","fingerprint":"f"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData(Some.Token, """{"event_name":"purchase","email":"a@example.org","amount":"5"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData(Some.Token, "nonsense", HttpStatusCode.UnprocessableEntity)]
    [InlineData(Some.Token, """{"event_name":"purchase","comet_token":"t"}""", HttpStatusCode.Accepted)]
    public async Task It_answers_as_Cometly_documents(string token, string body, HttpStatusCode status)
    {
        await using var cometly = await CometlyStandIn.StartAsync(Some.Token, TestContext.Current.CancellationToken);

        Assert.Equal(status, await PostAsync(cometly, token, body));
        Assert.Equal(status == HttpStatusCode.Accepted ? 1 : 0, cometly.Effects.Count);
    }

    private static async Task<int> EffectsOf(params string[] bodies)
    {
        await using var cometly = await CometlyStandIn.StartAsync(Some.Token, TestContext.Current.CancellationToken);
        foreach (var body in bodies)
        {
            Assert.Equal(HttpStatusCode.Accepted, await PostAsync(cometly, Some.Token, body));
        }

        Assert.Equal(bodies.Length, cometly.Requests.Count);
        return cometly.Effects.Count;
    }

    private static async Task<HttpStatusCode> PostAsync(CometlyStandIn cometly, string token, string body)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri(cometly.Url), content, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private static string Event(string? key, string? order, string name = "purchase") =>
        $$"""{"event_name":"{{name}}","email":"a@example.org"{{Field("idempotency_key", key)}}{{Field("order_id", order)}}}""";

    private static string Field(string name, string? value) => value is null ? "" : $",\"{name}\":\"{value}\"";
}
