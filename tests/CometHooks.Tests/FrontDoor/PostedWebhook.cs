using System.Text.Json;

namespace CometHooks.Tests.FrontDoor;

/// <param name="Status">The answer's status.</param>
/// <param name="Word">stored or duplicate; empty where it was refused.</param>
/// <param name="Id">The webhook's number in the store; null where it was refused.</param>
/// <param name="Text">The whole answer.</param>
internal sealed record PostedWebhook(int Status, string Word, long? Id, string Text)
{
    public static PostedWebhook Read(int status, string text)
    {
        if (status != 200)
        {
            return new PostedWebhook(status, "", null, text);
        }

        var json = JsonElement.Parse(text);
        return new PostedWebhook(status, json.GetProperty("status").GetString()!, long.Parse(json.GetProperty("id").GetString()!["wh_".Length..], provider: null), text);
    }
}
