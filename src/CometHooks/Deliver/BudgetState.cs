namespace CometHooks.Deliver;

/// <summary>A budget as it is kept between two uses.</summary>
/// <param name="Configured">Where it started.</param>
/// <param name="PerMinute">What it learned since.</param>
/// <param name="Tokens">Requests that might go.</param>
/// <param name="BlockedFor">How long nothing goes yet.</param>
internal sealed record BudgetState(int Configured, double PerMinute, double Tokens, TimeSpan BlockedFor);
