using System.Net;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Keys;
using BloxOs.Grains.Users;

namespace BloxOs.Web.Tests.Api;

public sealed class ApiKeyTests
{
    [Fact, Trait("check", "26")]
    public async Task A_key_reaches_as_far_as_its_scope_and_its_owner()
    {
        await using var host = await ApiHost.StartAsync();
        using var read = await host.WithKeyAsync(host.OwnerId, KeyScope.Read);
        using var manage = await host.WithKeyAsync(host.OwnerId, KeyScope.Manage);
        string path = $"/api/v1/farms/{host.FarmId}/rigs";
        await (await read.PostAsync(path, """{"name":"oak"}""")).IsProblemAsync(403);
        Assert.Equal(HttpStatusCode.Created, (await manage.PostAsync(path, """{"name":"oak"}""")).StatusCode);

        var (monitor, farm) = await host.AddPersonAsync("eye", UserRole.Monitor);
        using var looker = await host.WithKeyAsync(monitor, KeyScope.Manage);   // made before he became one
        Assert.Equal("viewer", (await (await looker.ReadAsync("/api/v1/me")).JsonAsync()).GetProperty("reach").GetString());
        await (await looker.PostAsync($"/api/v1/farms/{farm}/rigs", """{"name":"oak"}""")).IsProblemAsync(403);
    }

    [Fact, Trait("check", "36"), Trait("bad-input", "69")]
    public async Task Farms_of_others_and_farms_that_a_key_is_not_for_are_like_none()
    {
        await using var host = await ApiHost.StartAsync();
        var (person, farm) = await host.AddPersonAsync("jon");
        var (_, strange) = await host.AddPersonAsync("priya");
        string second = OpaqueId.New();
        await host.Grains.GetGrain<IFarmGrain>(second).Create("Second", person);
        await host.Grains.GetGrain<IUserGrain>(person).AddFarm(second);
        string strangeRig = (await host.Grains.GetGrain<IFarmGrain>(strange).AddRig("theirs")).RigId;

        using var key = await host.WithKeyAsync(person, KeyScope.Manage, farm);
        var none = await (await key.ReadAsync($"/api/v1/farms/{OpaqueId.New()}")).IsProblemAsync(404);
        foreach (string path in (string[])[$"/api/v1/farms/{second}", $"/api/v1/farms/{strange}", $"/api/v1/rigs/{strangeRig}", $"/api/v1/rigs?farm={strange}"])
        {
            var problem = await (await key.ReadAsync(path)).IsProblemAsync(404);
            Assert.Equal(none.GetProperty("detail").GetString(), problem.GetProperty("detail").GetString());
        }
        await (await key.PostAsync($"/api/v1/farms/{strange}/rigs", """{"name":"oak"}""")).IsProblemAsync(404);
        var farms = (await (await key.ReadAsync("/api/v1/farms")).JsonAsync()).GetProperty("items");
        Assert.Equal(farm, Assert.Single(farms.EnumerateArray()).GetProperty("id").GetString());
    }

    [Fact, Trait("check", "26")]
    public async Task A_key_that_ended_is_refused_from_the_next_call_on()
    {
        await using var host = await ApiHost.StartAsync();
        var made = await host.MakeKeyAsync(host.OwnerId, KeyScope.Read);
        using var client = host.With(made.Secret);
        Assert.Equal(HttpStatusCode.OK, (await client.ReadAsync("/api/v1/me")).StatusCode);
        Assert.True(await host.Grains.GetGrain<IUserKeysGrain>(host.OwnerId).Revoke(made.Key!.KeyId));
        await (await client.ReadAsync("/api/v1/me")).IsProblemAsync(401);
    }

    [Fact, Trait("check", "26")]
    public async Task A_key_ends_by_time_and_with_its_owner()
    {
        await using var host = await ApiHost.StartAsync();
        var until = host.Accounts.Time.GetUtcNow().AddHours(1);
        var made = await host.Grains.GetGrain<IUserKeysGrain>(host.OwnerId).Create(new() { Name = "short", Scope = KeyScope.Read, ExpiresAt = until });
        using var shortLived = host.With(made.Secret);
        Assert.Equal(HttpStatusCode.OK, (await shortLived.ReadAsync("/api/v1/me")).StatusCode);
        host.Accounts.Time.Advance(TimeSpan.FromHours(2));
        await (await shortLived.ReadAsync("/api/v1/me")).IsProblemAsync(401);

        var (person, _) = await host.AddPersonAsync("jon");
        using var client = await host.WithKeyAsync(person, KeyScope.Read);
        Assert.Equal(HttpStatusCode.OK, (await client.ReadAsync("/api/v1/me")).StatusCode);
        var user = host.Grains.GetGrain<IUserGrain>(person);
        await user.Save((await user.Find())! with { LockoutEnd = DateTimeOffset.MaxValue });
        await (await client.ReadAsync("/api/v1/me")).IsProblemAsync(401);
        await user.Save((await user.Find())! with { LockoutEnd = null });
        Assert.Equal(HttpStatusCode.OK, (await client.ReadAsync("/api/v1/me")).StatusCode);
        await user.Delete();
        await (await client.ReadAsync("/api/v1/me")).IsProblemAsync(401);
    }

    [Fact, Trait("check", "25")]
    public async Task A_key_is_stored_as_its_hash_only_and_its_use_is_noted()
    {
        await using var host = await ApiHost.StartAsync();
        var made = await host.MakeKeyAsync(host.OwnerId, KeyScope.Read);
        Assert.Matches("^bxk_[a-z2-7]{26}_[a-z2-7]{26}_[0-9a-f]{6}$", made.Secret);
        using var client = host.With(made.Secret);
        var before = await (await client.ReadAsync($"/api/v1/keys/{made.Key!.KeyId}")).JsonAsync();
        Assert.False(before.TryGetProperty("secret", out _));
        Assert.Equal(System.Text.Json.JsonValueKind.String, before.GetProperty("lastUsedAt").ValueKind);

        string stored = string.Concat(Directory.GetFiles(host.Accounts.DataDirectory, "bloxos.db*").Select(ReadShared));
        Assert.Contains(made.Key.KeyId, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(made.Secret!, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(made.Secret![31..57], stored, StringComparison.Ordinal);

        static string ReadShared(string path)
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file, System.Text.Encoding.Latin1);
            return reader.ReadToEnd();
        }
    }

    [Fact, Trait("bad-input", "87")]
    public async Task A_key_makes_and_ends_no_keys()
    {
        await using var host = await ApiHost.StartAsync();
        var made = await host.MakeKeyAsync(host.OwnerId, KeyScope.Manage);
        using var client = host.With(made.Secret);
        await (await client.PostAsync("/api/v1/keys", """{"name":"more","scope":"manage"}""")).IsProblemAsync(403);
        await (await client.CallAsync(HttpMethod.Delete, $"/api/v1/keys/{made.Key!.KeyId}")).IsProblemAsync(403);

        var (other, _) = await host.AddPersonAsync("jon");
        using var strange = await host.WithKeyAsync(other, KeyScope.Manage);
        await (await strange.ReadAsync($"/api/v1/keys/{made.Key.KeyId}")).IsProblemAsync(404);
        Assert.DoesNotContain(made.Key.KeyId, await (await strange.ReadAsync("/api/v1/keys")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
