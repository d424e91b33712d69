using CometHooks.Store;

namespace CometHooks.Operate.Api;

/// <summary>A page of a list, newest first.</summary>
/// <param name="Items">What was found. It may be fewer than asked for, even none, and yet not the end.</param>
/// <param name="NextCursor">Give it back as <c>cursor</c> for the next page; null at the end.</param>
internal sealed record ApiPage<T>(IReadOnlyList<T> Items, long? NextCursor)
{
    public static ApiPage<T> Of(ListPage<T> page) => new(page.Items, page.Next);
}
