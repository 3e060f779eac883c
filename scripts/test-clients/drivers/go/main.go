// A user's life in Go, for which there is no official client: net/http and crypto/hmac. See ../../life.ts.
package main

import (
	"bufio"
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"
)

var (
	baseURL = os.Getenv("BASE_URL")
	secret  = os.Getenv("SIGNING_SECRET")
	lines   = bufio.NewReader(os.Stdin)
	types   = []string{"activity", "body", "daily", "sleep", "nutrition", "menstruation"}
)

type answer struct {
	URL       string            `json:"url"`
	Reference string            `json:"reference"`
	Type      string            `json:"type"`
	Data      []json.RawMessage `json:"data"`
	Users     []struct {
		ID string `json:"user_id"`
	} `json:"users"`
}

func call(method, path string, query url.Values, body any) (int, answer) {
	encoded := []byte{}
	if body != nil {
		encoded, _ = json.Marshal(body)
	}
	request, err := http.NewRequest(method, baseURL+path+"?"+query.Encode(), bytes.NewReader(encoded))
	expect(err == nil, "a request")
	request.Header.Set("dev-id", os.Getenv("DEV_ID"))
	request.Header.Set("x-api-key", os.Getenv("API_KEY"))
	if body != nil {
		request.Header.Set("content-type", "application/json")
	}
	response, err := http.DefaultClient.Do(request)
	expect(err == nil, "an answer")
	defer response.Body.Close()
	var parsed answer
	expect(json.NewDecoder(response.Body).Decode(&parsed) == nil, "JSON")
	return response.StatusCode, parsed
}

func read(dataType, user string, days int, toWebhook string) (int, answer) {
	today := time.Now().UTC()
	return call("GET", "/"+dataType, url.Values{
		"user_id":    {user},
		"start_date": {today.AddDate(0, 0, -days).Format("2006-01-02")},
		"end_date":   {today.Format("2006-01-02")},
		"to_webhook": {toWebhook},
	}, nil)
}

func isSigned(body, header string) bool {
	parts := strings.Split(header, ",")
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(strings.TrimPrefix(parts[0], "t=") + "." + body))
	expected := "v1=" + hex.EncodeToString(mac.Sum(nil))
	for _, part := range parts[1:] {
		if hmac.Equal([]byte(part), []byte(expected)) {
			return true
		}
	}
	return false
}

func connect() string {
	_, session := call("POST", "/auth/generateWidgetSession", nil, map[string]string{
		"providers": "SANDBOX", "reference_id": os.Getenv("REFERENCE_ID"),
	})
	return ask("OPEN", session.URL)
}

func ask(words ...string) string {
	fmt.Println(strings.Join(words, "\t"))
	line, err := lines.ReadString('\n')
	expect(err == nil, "somebody answers")
	return strings.TrimSuffix(line, "\n")
}

func did(what string) { fmt.Println("DID\t" + what) }

func expect(holds bool, what string) {
	if !holds {
		fmt.Fprintln(os.Stderr, "not so:", what)
		os.Exit(1)
	}
}

func main() {
	user := connect()
	ask("EVENT", "auth", user)
	did("widget session, consent, auth event")

	header, body := ask("HEADER", "auth", user), ask("BODY", "auth", user)
	expect(isSigned(body, header) && !isSigned(body+" ", header), "the signature")
	did("crypto/hmac")

	_, listed := call("GET", "/subscriptions", nil, nil)
	found := false
	for _, one := range listed.Users {
		found = found || one.ID == user
	}
	expect(found, "the user is listed")
	did("subscriptions")

	for _, dataType := range types {
		status, got := read(dataType, user, 14, "false")
		expect(status == 200 && got.Type == dataType && (len(got.Data) > 0) == (dataType != "menstruation"), dataType)
		_, asked := read(dataType, user, 7, "true")
		ask("REFERENCE", asked.Reference, dataType)
	}
	did("six types inline and to the webhook")

	_, large := read("daily", user, 60, "true")
	ask("REFERENCE", large.Reference, "large_request_sending")
	ask("CHUNKS", large.Reference, "daily")
	did("a large request, announced and counted")

	again := connect()
	ask("EVENT", "user_reauth", again)
	status, _ := call("GET", "/userInfo", url.Values{"user_id": {user}}, nil)
	expect(again != user && status == 404, "the old id is gone")
	did("connecting again: user_reauth, a new id")

	status, _ = call("DELETE", "/auth/deauthenticateUser", url.Values{"user_id": {again}}, nil)
	expect(status == 200, "deauthenticated")
	ask("EVENT", "deauth", again)
	status, _ = call("GET", "/userInfo", url.Values{"user_id": {again}}, nil)
	expect(status == 404, "404 afterwards")
	did("deauthenticateUser, deauth event, 404")
}
