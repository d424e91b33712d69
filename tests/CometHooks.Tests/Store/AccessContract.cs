using CometHooks.Store;

namespace CometHooks.Tests.Store;

public abstract class AccessContract : StoreContract
{
    private static readonly byte[] Link = [1, 2, 3];

    private protected AccessContract(IStoreMaker maker)
        : base(maker)
    {
    }

    [Fact]
    public async Task The_set_up_link_makes_one_admin_and_holds_no_more()
    {
        Assert.True(await Store.Access.OfferSetupAsync(Link, Some.Morning.AddHours(1), Cancel));

        Assert.Null(await Store.Access.AddFirstUserAsync([9], "mallory", "hash", Cancel));
        var first = await Store.Access.AddFirstUserAsync(Link, "ada", "hash", Cancel);

        Assert.Equal(("ada", AccessRole.Admin), (first!.Name, first.Role));
        Assert.Null(await Store.Access.AddFirstUserAsync(Link, "eve", "hash", Cancel));
        Assert.False(await Store.Access.OfferSetupAsync(Link, Some.Morning.AddHours(1), Cancel));
        Assert.Single(await Store.Access.UsersAsync(Cancel));
    }

    [Fact]
    public async Task A_set_up_link_is_over_after_its_hour_and_when_another_one_was_written()
    {
        await Store.Access.OfferSetupAsync(Link, Some.Morning.AddHours(1), Cancel);
        await Store.Access.OfferSetupAsync([4], Some.Morning.AddHours(1), Cancel);
        Assert.Null(await Store.Access.AddFirstUserAsync(Link, "ada", "hash", Cancel));

        Time.Advance(TimeSpan.FromHours(1));
        Assert.Null(await Store.Access.AddFirstUserAsync([4], "ada", "hash", Cancel));
    }

    [Fact]
    public async Task A_name_is_taken_once()
    {
        Assert.NotNull(await Store.Access.AddUserAsync("ada", AccessRole.Viewer, "hash", Cancel));
        Assert.Null(await Store.Access.AddUserAsync("ada", AccessRole.Admin, "other", Cancel));
        Assert.Equal(AccessRole.Viewer, (await Store.Access.FindUserAsync("ada", Cancel))!.Role);
    }

    [Fact]
    public async Task Whatever_changes_of_a_user_ends_its_sessions()
    {
        var ada = (await Store.Access.AddUserAsync("ada", AccessRole.Admin, "hash", Cancel))!;
        var bob = (await Store.Access.AddUserAsync("bob", AccessRole.Viewer, "hash", Cancel))!;

        Assert.Equal(UserChange.Changed, await Store.Access.ChangeUserAsync(bob.Id, AccessRole.Operator, null, null, Cancel));
        var promoted = (await Store.Access.FindUserAsync("bob", Cancel))!;
        Assert.Equal((AccessRole.Operator, "hash"), (promoted.Role, promoted.PasswordHash));
        Assert.NotEqual(bob.Stamp, promoted.Stamp);

        await Store.Access.ChangeUserAsync(bob.Id, null, "new", true, Cancel);
        var disabled = (await Store.Access.FindUserAsync("bob", Cancel))!;
        Assert.Equal(("new", Some.Morning), (disabled.PasswordHash, disabled.DisabledAt));
        Assert.NotEqual(promoted.Stamp, disabled.Stamp);
        Assert.Equal(ada.Stamp, (await Store.Access.FindUserAsync("ada", Cancel))!.Stamp);
        Assert.Equal(UserChange.Unknown, await Store.Access.ChangeUserAsync(4711, null, null, true, Cancel));
    }

    [Fact]
    public async Task The_last_admin_stays_one()
    {
        var ada = (await Store.Access.AddUserAsync("ada", AccessRole.Admin, "hash", Cancel))!;
        var bob = (await Store.Access.AddUserAsync("bob", AccessRole.Admin, "hash", Cancel))!;

        Assert.Equal(UserChange.Changed, await Store.Access.ChangeUserAsync(bob.Id, null, null, true, Cancel));
        Assert.Equal(UserChange.LastAdmin, await Store.Access.ChangeUserAsync(ada.Id, null, null, true, Cancel));
        Assert.Equal(UserChange.LastAdmin, await Store.Access.ChangeUserAsync(ada.Id, AccessRole.Operator, null, null, Cancel));
        Assert.Equal((AccessRole.Admin, (DateTimeOffset?)null), (await Store.Access.FindUserAsync("ada", Cancel)) is { } left ? (left.Role, left.DisabledAt) : default);
    }

    [Fact]
    public async Task A_key_is_found_by_its_hash_until_it_is_revoked()
    {
        var made = await Store.Access.AddKeyAsync("backup", AccessRole.Viewer, [7], "chk_abcde", "user ada", Cancel);
        Assert.Equal(made, await Store.Access.FindKeyAsync([7], Cancel));
        Assert.Null(await Store.Access.FindKeyAsync([8], Cancel));

        await Store.Access.NoteKeyUseAsync(made.Id, Cancel);
        Assert.Equal(Some.Morning, (await Store.Access.FindKeyAsync([7], Cancel))!.UsedAt);

        Assert.True(await Store.Access.RevokeKeyAsync(made.Id, Cancel));
        Assert.False(await Store.Access.RevokeKeyAsync(made.Id, Cancel));
        Assert.Null(await Store.Access.FindKeyAsync([7], Cancel));
        Assert.Equal(Some.Morning, Assert.Single(await Store.Access.KeysAsync(Cancel)).RevokedAt);
    }

    [Fact]
    public async Task The_key_ring_keeps_each_key_once()
    {
        await Store.KeyRing.AddToKeyRingAsync("key-1", "<key/>", Cancel);
        await Store.KeyRing.AddToKeyRingAsync("key-1", "<other/>", Cancel);
        await Store.KeyRing.AddToKeyRingAsync("key-2", "<second/>", Cancel);

        Assert.Equal(["<key/>", "<second/>"], await Store.KeyRing.ReadKeyRingAsync(Cancel));
    }
}
