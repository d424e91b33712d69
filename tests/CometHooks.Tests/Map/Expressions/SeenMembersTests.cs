using System.Text;
using System.Text.Json;
using CometHooks.Map.Expressions;

namespace CometHooks.Tests.Map.Expressions;

public sealed class SeenMembersTests
{
    [Fact]
    public void A_member_is_found_again_as_it_was_found_first()
    {
        var payload = JsonElement.Parse("""{"a":1,"b":2}""");
        var seen = new SeenMembers();

        var asked = new[] { "a", "b", "a", "b" }.Select(name => Find(seen, payload, name));

        Assert.Equal(["1", "2", "1", "2"], asked);
    }

    [Fact]
    public void A_missing_member_stays_missing_and_null_stays_null()
    {
        var payload = JsonElement.Parse("""{"a":null}""");
        var seen = new SeenMembers();

        var asked = new[] { "b", "a", "b", "a" }.Select(name => Find(seen, payload, name));

        Assert.Equal(["missing", "null", "missing", "null"], asked);
    }

    [Fact]
    public void More_members_than_it_keeps_are_found_all_the_same()
    {
        var names = Enumerable.Range(0, 40).Select(i => $"name{i}").ToList();
        var payload = JsonElement.Parse(JsonSerializer.Serialize(names.ToDictionary(name => name, name => name)));
        var seen = new SeenMembers();

        var asked = names.Concat(names).Select(name => Find(seen, payload, name));

        Assert.Equal(names.Concat(names).Select(name => $"\"{name}\""), asked);
    }

    [Fact]
    public void What_was_found_in_the_payload_is_not_taken_for_a_member_of_an_item()
    {
        var input = SampleInput.Payload("""{"name":"outer","inner":{"name":"mine"},"items":[{"name":"first"},{"name":"second"}]}""");
        Assert.True(Expression.TryCompile("name & inner.name & items[name = 'second'].name & name", out var expression, out _));

        Assert.Equal("outerminesecondouter", expression.Evaluate(input).Value);
    }

    private static string Find(SeenMembers seen, JsonElement payload, string name) =>
        seen.TryFind(payload, Encoding.UTF8.GetBytes(name), out var member) ? member.GetRawText() : "missing";
}
