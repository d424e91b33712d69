namespace CometHooks.Operate.Alerts;

/// <summary>What a receiver said to a notice.</summary>
/// <param name="Taken">It has the notice.</param>
/// <param name="Text">Its answer, or why there is none, without its address.</param>
internal sealed record ReceiverAnswer(bool Taken, string Text)
{
    public static ReceiverAnswer No(string why) => new(Taken: false, why);

    public static ReceiverAnswer Of(HttpResponseMessage response) => new(response.IsSuccessStatusCode, $"it answered {(int)response.StatusCode}");
}
