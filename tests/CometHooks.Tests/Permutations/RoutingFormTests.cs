using System.Text.Json;
using System.Text.Json.Nodes;
using CometHooks.Tests.FrontDoor;

namespace CometHooks.Tests.Permutations;

/// <summary>A routing form names the e-mail address in any of its answers: what only has an @ in it must not hide it.</summary>
public sealed class RoutingFormTests
{
    private const string Form = "routing_form_submission.created.json";
    private const string Address = "eve@example.org";

    [Theory]
    [InlineData("@lantern.shop")]
    [InlineData(" @lantern.shop")]
    [InlineData("eve @ example.org")]
    [InlineData("find me as eve@lantern or @lantern.shop")]
    [InlineData("eve@lantern")]
    [InlineData("a.shop")]
    public async Task An_answer_that_is_no_address_does_not_hide_the_one_that_is(string first) => Assert.Equal(Address, await EmailAsync(first));

    [Fact]
    public async Task An_answer_that_is_a_list_stops_nothing() =>
        Assert.Equal(Address, await EmailAsync(new JsonArray("one@example.org", "two@example.org")));

    [Fact]
    public async Task Of_two_addresses_the_first_one_is_taken_without_the_space_around_it() => Assert.Equal("first@example.org", await EmailAsync(" first@example.org "));

    private static async Task<string?> EmailAsync(JsonNode first)
    {
        await using var hub = await MemoryHub.StartAsync(new DateTimeOffset(2026, 3, 10, 10, 0, 0, TimeSpan.Zero), MemoryHub.Target("mappings/calendly.yaml", "calendly"));

        await hub.TakeAsync("calendly", Form, [SampleBody.Of($"calendly/{Form}", body => body["payload"]!["questions_and_answers"]![0]!["answer"] = first)]);
        await hub.PassAsync(TimeSpan.FromMinutes(1));

        var lead = Assert.Single(hub.Effects());
        return JsonElement.Parse(lead.Body).TryGetProperty("email", out var email) ? email.GetString() : null;
    }
}
